package io.quarry.worker.object;

import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.placement.OnShard;
import io.quarry.metadata.placement.ShardContents;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.ShardState;
import io.quarry.metadata.shard.Shards;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.worker.WorkerConfig;
import io.quarry.worker.workflow.S3Structures;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Removes what has expired from the buckets of object stores that have no lifecycles. Each worker
 * does; what one has removed, the next does not find.
 */
@ApplicationScoped
public class ObjectSweep {
    private static final Logger LOG = Logger.getLogger(ObjectSweep.class);

    private final Tenancy tenancy;
    private final Shards shards;
    private final ShardContents contents;
    private final Namespaces namespaces;
    private final S3Structures structures;
    private final WorkerConfig config;
    private final Clock clock;
    private volatile @Nullable Thread sweeper;

    ObjectSweep(
            Tenancy tenancy,
            Shards shards,
            ShardContents contents,
            Namespaces namespaces,
            S3Structures structures,
            WorkerConfig config,
            Clock clock) {
        this.tenancy = tenancy;
        this.shards = shards;
        this.contents = contents;
        this.namespaces = namespaces;
        this.structures = structures;
        this.config = config;
        this.clock = clock;
    }

    public void start() {
        sweeper = Thread.ofVirtual().name("objects").start(this::run);
    }

    public void stop() {
        Thread running = sweeper;
        if (running != null) {
            running.interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(config.objects().sweepEvery());
                sweep();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweep() {
        try {
            for (Shard shard : tenancy.system(shards::list)) {
                if (shard.engine() == Engine.S3 && shard.state() != ShardState.RETIRED) {
                    sweep(shard);
                }
            }
        } catch (RuntimeException e) {
            LOG.warnf("objects are swept at the next turn: %s", e.getMessage());
        }
    }

    private void sweep(Shard shard) {
        PageRequest page = PageRequest.first();
        while (true) {
            PageRequest asked = page;
            Listing<OnShard> some = tenancy.system(() -> contents.list(shard.id(), asked));
            for (OnShard each : some.items()) {
                if (each.state() == NamespaceState.ACTIVE) {
                    sweep(shard, each);
                }
            }
            String next = some.nextPageToken();
            if (next == null) {
                return;
            }
            page = new PageRequest(PageRequest.DEFAULT, next);
        }
    }

    /** The spec is read right before, since a ttl may have been lengthened. */
    private void sweep(Shard shard, OnShard placed) {
        try {
            Namespace namespace = tenancy.system(() -> namespaces.byUid(placed.uid()));
            long removed =
                    structures.sweep(shard, namespace, clock.instant(), config.objects().timeout());
            if (removed > 0) {
                LOG.infof("%d objects and uploads of %s had expired", removed, placed.uid());
            }
        } catch (RuntimeException e) {
            LOG.warnf("objects of %s are swept at the next turn: %s", placed.uid(), e.getMessage());
        }
    }
}
