package io.quarry.stores.postgresql;

import java.time.Duration;

/**
 * What a tenant's database may take.
 *
 * @param maxConnections at the same time, of the database, and of each of its log-ins
 * @param statementTimeout after which a statement ends, unless its session says otherwise; whole
 *     milliseconds
 */
public record DatabaseLimits(int maxConnections, Duration statementTimeout) {
    /**
     * @throws IllegalArgumentException where a limit would be none
     */
    public DatabaseLimits {
        if (maxConnections < 1 || statementTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("a limit must be at least 1");
        }
    }
}
