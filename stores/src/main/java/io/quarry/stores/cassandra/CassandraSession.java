package io.quarry.stores.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.StoreException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The driver's session, opened with the first call. Every call blocks its (virtual) thread in a
 * timed wait on the driver's future, so nothing outlives its deadline, whatever the driver does.
 */
final class CassandraSession implements AutoCloseable {
    private static final Duration RECONNECT_FIRST = Duration.ofMillis(100);
    private static final Duration RECONNECT_LONGEST = Duration.ofSeconds(5);
    private static final Duration NO_REQUEST_IS_LONGER = Duration.ofSeconds(60);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
    private static final int IO_THREADS = 2;

    private final CassandraConfig config;
    private final LongAdder statements = new LongAdder();
    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable Attempt attempt;
    private volatile boolean closed;

    /** An attempt to open the session; the last one, where it succeeded. */
    private record Attempt(CompletableFuture<CqlSession> session, long beganNanos) {
        boolean mayBeRepeated() {
            return session.isCompletedExceptionally()
                    && System.nanoTime() - beganNanos > BETWEEN_ATTEMPTS.toNanos();
        }
    }

    CassandraSession(CassandraConfig config) {
        this.config = config;
    }

    /** The session, once it is open. */
    CqlSession open(Deadline deadline) {
        Attempt seen = attempt;
        if (seen == null || seen.mayBeRepeated()) {
            seen = start();
        }
        try {
            return await(seen.session(), null, deadline);
        } catch (StoreException.TimedOut late) {
            throw new StoreException.Unavailable(
                    "no session with Cassandra within the deadline", late);
        }
    }

    /**
     * @param namespace whose structure the statement is about; null for none
     */
    AsyncResultSet execute(
            Statement<?> statement, @Nullable NamespaceRef namespace, Deadline deadline) {
        CqlSession open = open(deadline);
        if (deadline.expired()) {
            throw new StoreException.TimedOut("the deadline passed before the call", null);
        }
        statements.increment();
        return await(open.executeAsync(statement), namespace, deadline);
    }

    PreparedStatement prepare(String cql, NamespaceRef namespace, Deadline deadline) {
        return await(open(deadline).prepareAsync(cql), namespace, deadline);
    }

    /**
     * Whether all nodes that are up have the same schema; asks them until they have, or the
     * deadline passes.
     */
    boolean schemaInAgreement(Deadline deadline) {
        return await(open(deadline).checkSchemaAgreementAsync(), null, deadline);
    }

    boolean connected() {
        Attempt current = attempt;
        return current != null && current.session().state() == Future.State.SUCCESS;
    }

    long statements() {
        return statements.sum();
    }

    @Override
    public void close() {
        opening.lock();
        try {
            closed = true;
            Attempt current = attempt;
            if (current != null) {
                var _ = current.session().thenAccept(CqlSession::forceCloseAsync);
            }
        } finally {
            opening.unlock();
        }
    }

    /**
     * Begins an attempt unless another caller has. The driver could repeat attempts by itself, but
     * then would never end one that nobody waits for any more, and would take a wrong password for
     * a cluster that is away.
     */
    private Attempt start() {
        opening.lock();
        try {
            if (closed) {
                throw new StoreException.Unavailable("the shard's session is closed", null);
            }
            Attempt current = attempt;
            if (current == null || current.mayBeRepeated()) {
                current = new Attempt(build(), System.nanoTime());
                attempt = current;
            }
            return current;
        } finally {
            opening.unlock();
        }
    }

    private CompletableFuture<CqlSession> build() {
        // Names are looked up anew, since a cluster may have moved meanwhile.
        List<InetSocketAddress> addresses =
                config.contactPoints().stream()
                        .map(point -> new InetSocketAddress(point.getHostString(), point.getPort()))
                        .toList();
        try {
            return CqlSession.builder()
                    .withConfigLoader(options(config))
                    .addContactPoints(addresses)
                    .withLocalDatacenter(config.datacenter())
                    .withAuthCredentials(config.username(), config.password())
                    .buildAsync()
                    .toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Shows in the names of the session's threads. */
    private static String name(CassandraConfig config) {
        InetSocketAddress first = config.contactPoints().getFirst();
        return first.getHostString() + ":" + first.getPort() + "/" + config.username();
    }

    private static DriverConfigLoader options(CassandraConfig config) {
        return DriverConfigLoader.programmaticBuilder()
                .withString(
                        DefaultDriverOption.REQUEST_CONSISTENCY,
                        ConsistencyLevel.LOCAL_QUORUM.name())
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, NO_REQUEST_IS_LONGER)
                .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
                .withString(DefaultDriverOption.SESSION_NAME, name(config))
                .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, RECONNECT_FIRST)
                .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, RECONNECT_LONGEST)
                .withDuration(
                        DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, config.connectTimeout())
                .withDuration(
                        DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, config.connectTimeout())
                .withInt(
                        DefaultDriverOption.CONNECTION_POOL_LOCAL_SIZE, config.connectionsPerNode())
                .withInt(DefaultDriverOption.NETTY_IO_SIZE, IO_THREADS)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SIZE, 1)
                // Thousands of tables would be described to every gateway after each change of any
                // of them.
                .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
                .withBoolean(DefaultDriverOption.METADATA_TOKEN_MAP_ENABLED, false)
                .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, Duration.ofMillis(1))
                // Every write brings its timestamp, so the driver's own clock must not have a say.
                .withString(
                        DefaultDriverOption.TIMESTAMP_GENERATOR_CLASS,
                        "ServerSideTimestampGenerator")
                .build();
    }

    private static <T> T await(
            CompletionStage<T> stage, @Nullable NamespaceRef namespace, Deadline deadline) {
        try {
            return stage.toCompletableFuture().get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new StoreException.TimedOut("Cassandra did not answer within the deadline", e);
        } catch (ExecutionException e) {
            throw CassandraErrors.translate(e.getCause() == null ? e : e.getCause(), namespace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Unavailable("interrupted while waiting for Cassandra", e);
        }
    }
}
