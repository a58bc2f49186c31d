package io.quarry.worker.workflow;

import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.placement.Placement;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.Shards;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.stores.cassandra.CassandraConfig;
import io.quarry.stores.cassandra.CassandraShard;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Provisioner;
import io.quarry.worker.WorkerConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The way to the structure of stores: a session a shard, opened when first needed, under the role
 * that may change structure.
 */
@ApplicationScoped
public class Structures {
    private final Tenancy tenancy;
    private final Shards shards;
    private final DdlTurn turn;
    private final StructureLogins logins;
    private final WorkerConfig config;
    private final Clock clock;
    private final ConcurrentHashMap<Reached, CassandraShard> open = new ConcurrentHashMap<>();

    Structures(
            Tenancy tenancy,
            Shards shards,
            DdlTurn turn,
            StructureLogins logins,
            WorkerConfig config,
            Clock clock) {
        this.tenancy = tenancy;
        this.shards = shards;
        this.turn = turn;
        this.logins = logins;
        this.config = config;
        this.clock = clock;
    }

    /** A change of structure on one shard, to be over within the time-out. */
    interface Change {
        void on(Provisioner provisioner, Duration timeout);
    }

    /**
     * Carries out the change on the shard of each placement, one after the other, when it is this
     * worker's turn there and PostgreSQL confirms that the claim outlasts twice the time-out. That
     * others have their turn is nobody's failure, and is awaited.
     */
    Outcome onEach(List<Placement> placements, Hold hold, Change change) {
        return onEachShard(
                placements,
                hold,
                shard -> {
                    Provisioner provisioner = provisioner(shard);
                    return timeout -> change.on(provisioner, timeout);
                });
    }

    /**
     * As {@link #onEach}, for what is no provisioner's.
     *
     * @param change made ready for a shard before its turn comes
     */
    Outcome onEachShard(
            List<Placement> placements, Hold hold, Function<Shard, Consumer<Duration>> change) {
        Duration timeout = config.steps().timeout();
        for (Placement placement : placements) {
            Consumer<Duration> ready = change.apply(shard(placement.shard()));
            try {
                turn.take(
                        placement.shard(),
                        timeout,
                        () -> {
                            hold.firmly(timeout.multipliedBy(2));
                            ready.accept(timeout);
                        });
            } catch (DdlTurn.NotMyTurn e) {
                return new Outcome.Await(e.getMessage());
            }
        }
        return new Outcome.Done();
    }

    Shard shard(String id) {
        return tenancy.system(() -> shards.find(id))
                .orElseThrow(() -> new IllegalStateException("shard " + id + " is not registered"));
    }

    private Provisioner provisioner(Shard shard) {
        return switch (shard.engine()) {
            case CASSANDRA -> open.computeIfAbsent(Reached.of(shard), this::connect).provisioner();
            case ELASTICSEARCH, MEMCACHED, S3, POSTGRESQL ->
                    throw new IllegalStateException(
                            "this worker cannot change the structure of " + shard.engine());
        };
    }

    private CassandraShard connect(Reached shard) {
        StructureLogins.Login login = logins.of(shard.credentialRef());
        return new CassandraShard(
                CassandraConfig.of(
                        CassandraConfig.endpoints(String.join(",", shard.endpoints())),
                        shard.datacenter(),
                        shard.keyspace(),
                        login.username(),
                        login.password()),
                clock);
    }

    @PreDestroy
    void close() {
        open.values().forEach(CassandraShard::close);
    }

    /** A session of the caller's own, not open yet, which the caller ends. */
    public CassandraShard session(Shard shard) {
        return connect(Reached.of(shard));
    }

    /**
     * Asks a shard who it is, by a session of its own, which ends with the question.
     *
     * @throws io.quarry.stores.spi.StoreException what stands against using it
     */
    String probeCassandra(Shard shard, Deadline deadline) {
        try (CassandraShard asked = session(shard)) {
            return asked.probe(deadline);
        }
    }

    /** What a session depends on: a shard that is registered again elsewhere gets another one. */
    private record Reached(
            String id,
            List<String> endpoints,
            String datacenter,
            String keyspace,
            String credentialRef) {
        static Reached of(Shard shard) {
            return new Reached(
                    shard.id(),
                    shard.endpoints(),
                    shard.settings().getOrDefault("datacenter", "datacenter1"),
                    shard.settings().getOrDefault("keyspace", "quarry"),
                    shard.credentialRef());
        }
    }
}
