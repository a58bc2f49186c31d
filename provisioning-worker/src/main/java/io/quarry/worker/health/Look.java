package io.quarry.worker.health;

import io.quarry.metadata.health.Measurement;
import io.quarry.metadata.shard.Shard;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import io.quarry.worker.WorkerConfig;
import io.quarry.worker.workflow.StructureLogins;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One look at one shard, which is over within its time whatever the shard does. */
@ApplicationScoped
class Look {
    /** What is late by itself tells more than what is cut off. */
    private static final Duration GRACE = Duration.ofMillis(250);

    private static final Logger LOG = Logger.getLogger(Look.class);

    private static final double NANOS_IN_A_MILLI = 1_000_000;

    private final CassandraGauges cassandra;
    private final ElasticsearchGauges elasticsearch;
    private final MemcachedGauges memcached;
    private final PostgresqlGauges postgresql;
    private final S3Gauges s3;
    private final StructureLogins logins;
    private final Duration timeout;
    private final Clock clock;

    Look(
            CassandraGauges cassandra,
            ElasticsearchGauges elasticsearch,
            MemcachedGauges memcached,
            PostgresqlGauges postgresql,
            S3Gauges s3,
            StructureLogins logins,
            WorkerConfig config,
            Clock clock) {
        this.cassandra = cassandra;
        this.elasticsearch = elasticsearch;
        this.memcached = memcached;
        this.postgresql = postgresql;
        this.s3 = s3;
        this.logins = logins;
        this.timeout = config.health().timeout();
        this.clock = clock;
    }

    /**
     * @param who whether it is also asked who it is, which need not be known each time
     */
    Found at(Shard shard, boolean who) throws InterruptedException {
        Gauges gauges = gauges(shard);
        if (gauges.needsLogin()) {
            try {
                StructureLogins.Login _ = logins.of(shard.credentialRef());
            } catch (StoreException.Rejected e) {
                return new Found.Unasked(told(e));
            }
        }
        FutureTask<Found.Answered> asked = new FutureTask<>(() -> answered(gauges, shard, who));
        Thread asking = Thread.ofVirtual().name("ask-" + shard.id()).start(asked);
        try {
            return asked.get(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            asking.interrupt();
            return new Found.Silent(shard.engine() + " gave no answer within " + timeout);
        } catch (ExecutionException e) {
            return new Found.Silent(told(e.getCause()));
        }
    }

    private Found.Answered answered(Gauges gauges, Shard shard, boolean who) {
        Deadline deadline = Deadline.after(timeout);
        Measurement measurement = measured(gauges, shard, deadline);
        return new Found.Answered(measurement, who ? marks(gauges, shard, deadline) : null);
    }

    /** Who may not ask for it can still tell that the shard answers. */
    private static @Nullable Set<String> marks(Gauges gauges, Shard shard, Deadline deadline) {
        try {
            return gauges.identity(shard, deadline);
        } catch (StoreException.Rejected e) {
            LOG.debugf("who %s is, is not told: %s", shard.id(), e.getMessage());
            return null;
        }
    }

    private Measurement measured(Gauges gauges, Shard shard, Deadline deadline) {
        long began = System.nanoTime();
        Reading reading = gauges.read(shard, deadline);
        reading.put("answer_ms", (double) (System.nanoTime() - began) / NANOS_IN_A_MILLI);
        return new Measurement(
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                reading.status(),
                reading.metrics());
    }

    /** Only these are looked at from now on. */
    void keep(Set<String> shards) {
        for (Gauges each : List.of(cassandra, elasticsearch, memcached, postgresql, s3)) {
            each.keep(shards);
        }
    }

    private Gauges gauges(Shard shard) {
        return switch (shard.engine()) {
            case CASSANDRA -> cassandra;
            case ELASTICSEARCH -> elasticsearch;
            case MEMCACHED -> memcached;
            case POSTGRESQL -> postgresql;
            case S3 -> s3;
        };
    }

    private static String told(@Nullable Throwable e) {
        if (e == null) {
            return "no answer";
        }
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }
}
