package io.quarry.worker.object;

import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.background.Rounds;
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
    private final Rounds rounds;

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
        this.rounds = new Rounds("objects", this::sweep, config.objects()::sweepEvery);
    }

    public void start() {
        rounds.startRested();
    }

    public void stop() {
        rounds.stop();
    }

    private void sweep() {
        for (Shard shard : tenancy.system(shards::list)) {
            if (shard.engine() == Engine.S3 && shard.state() != ShardState.RETIRED) {
                sweep(shard);
            }
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
