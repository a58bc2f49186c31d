package io.quarry.worker.workflow;

import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.placement.Placement;
import io.quarry.metadata.placement.PlacementRole;
import io.quarry.metadata.series.SliceWish;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.ShardState;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Provisioner;
import io.quarry.stores.spi.StoreException;
import io.quarry.stores.spi.TimeSlice;
import io.quarry.worker.WorkerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The tables of time-series namespaces that are in use, for those who turn them. */
@ApplicationScoped
public class SeriesStructures {
    private final RegisteredShards shards;
    private final CassandraStructures cassandra;
    private final DdlTurn turn;
    private final Duration timeout;

    SeriesStructures(
            RegisteredShards shards,
            CassandraStructures cassandra,
            DdlTurn turn,
            WorkerConfig config) {
        this.shards = shards;
        this.cassandra = cassandra;
        this.turn = turn;
        this.timeout = config.steps().timeout();
    }

    /** What the wish asks to be there, of the present and ahead. */
    public static Layout.TimeSeries layout(SliceWish wish) {
        return CassandraStructures.slices(wish.namespace(), wish.series(), wish.now());
    }

    /**
     * Does something while nobody else changes the structure of anything on the namespace's shard.
     *
     * @return false if it was not this worker's turn there, which is nobody's failure
     * @throws StoreException.Unavailable at once if the shard is known not to answer, so that the
     *     namespaces of others do not wait for it
     */
    public boolean inTurn(Namespace namespace, Supplier<Boolean> change) {
        Shard shard = shard(namespace);
        if (shard.state() == ShardState.FAILED) {
            throw new StoreException.Unavailable("shard " + shard.id() + " is FAILED", null);
        }
        try {
            return turn.take(shard.id(), timeout, change);
        } catch (DdlTurn.NotMyTurn e) {
            return false;
        }
    }

    /** The oldest first. */
    public List<TimeSlice> slices(Namespace namespace) {
        return provisioner(namespace).slices(structure(namespace), Deadline.after(timeout));
    }

    /** Makes what is missing at the epoch that is in use. */
    public void ensure(Namespace namespace, Layout.TimeSeries layout) {
        provisioner(namespace).ensure(structure(namespace), layout, Deadline.after(timeout));
    }

    /** Drops one of the epoch that is in use. */
    public void drop(Namespace namespace, TimeSlice slice) {
        provisioner(namespace).dropSlice(structure(namespace), slice, Deadline.after(timeout));
    }

    private static NamespaceRef structure(Namespace namespace) {
        return EngineStructures.structure(namespace);
    }

    private Provisioner provisioner(Namespace namespace) {
        return cassandra.provisioner(shard(namespace));
    }

    private Shard shard(Namespace namespace) {
        return namespace.status().placements().stream()
                .filter(placement -> placement.role() == PlacementRole.PRIMARY)
                .map(Placement::shard)
                .findFirst()
                .map(shards::shard)
                .orElseThrow(
                        () -> new IllegalStateException(namespace.uid() + " is placed nowhere"));
    }
}
