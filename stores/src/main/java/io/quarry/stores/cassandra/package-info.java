/**
 * The stores on Apache Cassandra. Nothing of the driver leaves this package: statements, pages and
 * errors of Cassandra end here. See README.md beside this file for consistency, limits and layout.
 */
@NullMarked
package io.quarry.stores.cassandra;

import org.jspecify.annotations.NullMarked;
