/** What is said to PostgreSQL, without one. */
@NullMarked
package io.quarry.stores.postgresql;

import org.jspecify.annotations.NullMarked;
