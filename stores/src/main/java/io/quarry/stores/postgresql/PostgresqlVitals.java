package io.quarry.stores.postgresql;

/**
 * What a server says of itself.
 *
 * @param connections of clients, over all databases
 * @param maxConnections how many there may be, the server's own included
 * @param databases without templates
 * @param diskBytes what those databases take whose size the role may ask for
 */
public record PostgresqlVitals(
        long connections, long maxConnections, long databases, long diskBytes) {}
