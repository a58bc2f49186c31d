package io.quarry.worker.workflow;

import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.placement.Placement;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.Shard;
import io.quarry.stores.spi.Deadline;
import io.quarry.worker.WorkerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;

/**
 * The way to the structure of namespaces, whichever engines hold them: on each shard by what its
 * engine needs.
 */
@ApplicationScoped
class Structures {
    private final RegisteredShards shards;
    private final DdlTurn turn;
    private final CassandraStructures cassandra;
    private final ElasticsearchStructures elasticsearch;
    private final MemcachedStructures memcached;
    private final Databases postgresql;
    private final S3Structures s3;
    private final WorkerConfig config;

    Structures(
            RegisteredShards shards,
            DdlTurn turn,
            CassandraStructures cassandra,
            ElasticsearchStructures elasticsearch,
            MemcachedStructures memcached,
            Databases postgresql,
            S3Structures s3,
            WorkerConfig config) {
        this.shards = shards;
        this.turn = turn;
        this.cassandra = cassandra;
        this.elasticsearch = elasticsearch;
        this.memcached = memcached;
        this.postgresql = postgresql;
        this.s3 = s3;
        this.config = config;
    }

    /** There, as the spec wants it, and open. */
    Outcome open(Namespace namespace, Hold hold) {
        return onEach(namespace, hold, EngineStructures::open);
    }

    /** Closed to those who come past the gateways. */
    Outcome close(Namespace namespace, Hold hold) {
        return onEach(namespace, hold, EngineStructures::close);
    }

    /** Every epoch's. */
    Outcome drop(Namespace namespace, Hold hold) {
        return onEach(namespace, hold, EngineStructures::drop);
    }

    /**
     * Asks a shard who it is.
     *
     * @throws io.quarry.stores.spi.StoreException what stands against using it
     */
    String probe(Shard shard, Deadline deadline) {
        return of(shard.engine()).probe(shard, deadline);
    }

    /**
     * By which marks its servers know themselves, that no other cluster has.
     *
     * @throws io.quarry.stores.spi.StoreException when it does not answer
     */
    Set<String> identity(Shard shard, Deadline deadline) {
        return of(shard.engine()).identity(shard, deadline);
    }

    private interface Change {
        EngineStructures.Act on(EngineStructures engine, Shard shard, Namespace namespace);
    }

    /**
     * Carries out the change on the shard of each placement, one after the other, when it is this
     * worker's turn there and PostgreSQL confirms that the claim outlasts twice the time-out. That
     * others have their turn is nobody's failure, and is awaited.
     */
    private Outcome onEach(Namespace namespace, Hold hold, Change change) {
        Duration timeout = config.steps().timeout();
        for (Placement placement : namespace.status().placements()) {
            Shard shard = shards.shard(placement.shard());
            EngineStructures.Act act = change.on(of(shard.engine()), shard, namespace);
            Outcome outcome;
            try {
                outcome =
                        turn.take(
                                shard.id(),
                                timeout,
                                () -> {
                                    hold.firmly(timeout.multipliedBy(2));
                                    return act.within(timeout);
                                });
            } catch (DdlTurn.NotMyTurn e) {
                return new Outcome.Await(e.getMessage());
            }
            if (!(outcome instanceof Outcome.Done)) {
                return outcome;
            }
        }
        return new Outcome.Done();
    }

    private EngineStructures of(Engine engine) {
        return switch (engine) {
            case CASSANDRA -> cassandra;
            case ELASTICSEARCH -> elasticsearch;
            case MEMCACHED -> memcached;
            case POSTGRESQL -> postgresql;
            case S3 -> s3;
        };
    }
}
