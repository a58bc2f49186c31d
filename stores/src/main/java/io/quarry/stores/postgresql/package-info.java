/**
 * Databases of tenants on a PostgreSQL shard: made, limited, opened and closed to log-ins, dropped.
 * Tenants reach them with their own clients, so nothing here reads or writes what is in one.
 */
@NullMarked
package io.quarry.stores.postgresql;

import org.jspecify.annotations.NullMarked;
