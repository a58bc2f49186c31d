package io.quarry.stores.postgresql;

import java.util.OptionalLong;

/**
 * What a server says of itself.
 *
 * @param connections of clients, over all databases
 * @param maxConnections how many there may be, the server's own included
 * @param databases without templates
 * @param diskBytes what those databases take whose size the role may ask for
 * @param copies of all data: the server's own and that of each standby that follows; empty where
 *     the role may not ask
 */
public record PostgresqlVitals(
        long connections,
        long maxConnections,
        long databases,
        long diskBytes,
        OptionalLong copies) {}
