package io.quarry.worker.workflow;

import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.placement.Placement;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.Shard;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
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
    Outcome drop(Namespace namespace, Hold hold, Tally tally) {
        return onEach(namespace, hold, (engine, shard, each) -> engine.drop(shard, each, tally));
    }

    /**
     * Asks a shard who it is.
     *
     * @throws StoreException what stands against using it
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
     * Carries out the change on the shard of each placement, one after the other.
     *
     * @throws ShardTrouble what stands against it
     */
    private Outcome onEach(Namespace namespace, Hold hold, Change change) {
        for (Placement placement : namespace.status().placements()) {
            Shard shard = shards.shard(placement.shard());
            Outcome outcome = on(shard, namespace, hold, change);
            if (!(outcome instanceof Outcome.Done)) {
                return outcome;
            }
        }
        return new Outcome.Done();
    }

    /**
     * When it is this worker's turn there and PostgreSQL confirms that the claim outlasts twice the
     * time-out. That others have their turn is nobody's failure, and is awaited.
     */
    private Outcome on(Shard shard, Namespace namespace, Hold hold, Change change) {
        Duration timeout = config.steps().timeout();
        try {
            EngineStructures.Act act = change.on(of(shard.engine()), shard, namespace);
            return turn.take(
                    shard.id(),
                    timeout,
                    () -> {
                        hold.firmly(timeout.multipliedBy(2));
                        return act.within(timeout);
                    });
        } catch (DdlTurn.NotMyTurn e) {
            return new Outcome.Await(e.getMessage());
        } catch (StoreException e) {
            throw new ShardTrouble(shard.id(), e);
        }
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
