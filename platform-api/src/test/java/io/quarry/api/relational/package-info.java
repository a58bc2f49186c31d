/** Databases of tenants, over HTTP and by a plain JDBC client. */
@NullMarked
package io.quarry.api.relational;

import org.jspecify.annotations.NullMarked;
