package io.quarry.metadata.namespace;

import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.shard.Engine;
import java.time.Duration;
import java.util.List;

/**
 * What a relational namespace's database may take. All of it may change while it lives.
 *
 * @param maxConnections at the same time, from 1 to {@value #MOST_CONNECTIONS}
 * @param statementTimeout after which a statement ends, unless its session says otherwise; from one
 *     second to an hour
 * @param storageBytes with indices and dead rows, from {@value #LEAST_STORAGE} to {@value
 *     #MOST_STORAGE}; beyond it transactions begin as read-only
 */
public record RelationalSpec(int maxConnections, IsoDuration statementTimeout, long storageBytes)
        implements Particulars {
    /** A shard has a few hundred for all its tenants. */
    public static final int MOST_CONNECTIONS = 50;

    /** An empty database takes half of it. */
    public static final long LEAST_STORAGE = 1L << 24;

    public static final long MOST_STORAGE = 1L << 40;

    public static final RelationalSpec DEFAULT =
            new RelationalSpec(20, IsoDuration.of(Duration.ofSeconds(30)), 10L << 30);

    private static final Duration LONGEST_STATEMENT = Duration.ofHours(1);

    @Override
    public List<Engine> engines() {
        return List.of(Engine.POSTGRESQL);
    }

    @Override
    public void check(NamespaceSpec spec, List<Violation> found) {
        checkSessions(found);
        checkStorage(found);
        Particulars.nothingBut(spec, "is not for relational, where transactions decide it", found);
        if (spec.ttl() != null) {
            found.add(new Violation("ttl", "is not for relational, where rows do not expire"));
        }
    }

    private void checkSessions(List<Violation> found) {
        if (maxConnections < 1 || maxConnections > MOST_CONNECTIONS) {
            found.add(
                    new Violation(
                            "relational.max_connections", "must be from 1 to " + MOST_CONNECTIONS));
        }
        Duration timeout = statementTimeout.duration();
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0
                || timeout.compareTo(LONGEST_STATEMENT) > 0) {
            found.add(new Violation("relational.statement_timeout", "must be from PT1S to PT1H"));
        }
    }

    private void checkStorage(List<Violation> found) {
        if (storageBytes < LEAST_STORAGE || storageBytes > MOST_STORAGE) {
            found.add(
                    new Violation(
                            "relational.storage_bytes",
                            "must be from " + LEAST_STORAGE + " to " + MOST_STORAGE));
        }
    }
}
