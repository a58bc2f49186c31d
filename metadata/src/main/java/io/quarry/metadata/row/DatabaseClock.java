package io.quarry.metadata.row;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/**
 * PostgreSQL's clock, which all workers share. Within a transaction; tests move it by the system
 * property {@code quarry.test.clock-ahead} (ISO 8601), which nothing else sets.
 */
@ApplicationScoped
public class DatabaseClock {
    private static final Duration AHEAD =
            Duration.parse(System.getProperty("quarry.test.clock-ahead", "PT0S"));

    private final Sql sql;

    DatabaseClock(Sql sql) {
        this.sql = sql;
    }

    /** The moment of the question, not of the transaction's beginning. */
    public Instant now() {
        return sql.here(
                        handle ->
                                handle.createQuery("SELECT clock_timestamp()")
                                        .map((row, _) -> row.getTimestamp(1).toInstant())
                                        .one())
                .plus(AHEAD);
    }
}
