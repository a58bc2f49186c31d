package io.quarry.worker.sweep;

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
import io.quarry.worker.workflow.ElasticsearchStructures;
import io.quarry.worker.workflow.S3Structures;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Removes what has expired where the store does not do it: objects of stores that have no
 * lifecycles, and what is left of documents in an index. Each worker does; what one has removed,
 * the next does not find.
 */
@ApplicationScoped
public class ExpirySweep {
    private static final Set<Engine> SWEPT = EnumSet.of(Engine.S3, Engine.ELASTICSEARCH);
    private static final Logger LOG = Logger.getLogger(ExpirySweep.class);

    private final Tenancy tenancy;
    private final Shards shards;
    private final ShardContents contents;
    private final Namespaces namespaces;
    private final S3Structures objects;
    private final ElasticsearchStructures documents;
    private final WorkerConfig config;
    private final Clock clock;
    private final Rounds rounds;

    ExpirySweep(
            Tenancy tenancy,
            Shards shards,
            ShardContents contents,
            Namespaces namespaces,
            S3Structures objects,
            ElasticsearchStructures documents,
            WorkerConfig config,
            Clock clock) {
        this.tenancy = tenancy;
        this.shards = shards;
        this.contents = contents;
        this.namespaces = namespaces;
        this.objects = objects;
        this.documents = documents;
        this.config = config;
        this.clock = clock;
        this.rounds = new Rounds("expiry", this::sweep, config.objects()::sweepEvery);
    }

    public void start() {
        rounds.startRested();
    }

    public void stop() {
        rounds.stop();
    }

    private void sweep() {
        for (Shard shard : tenancy.system(shards::list)) {
            if (SWEPT.contains(shard.engine()) && shard.state() != ShardState.RETIRED) {
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
            long removed = sweep(shard, namespace);
            if (removed > 0) {
                LOG.infof("%d of what %s holds had expired", removed, placed.uid());
            }
        } catch (RuntimeException e) {
            LOG.warnf(
                    "what has expired of %s is swept at the next turn: %s",
                    placed.uid(), e.getMessage());
        }
    }

    private long sweep(Shard shard, Namespace namespace) {
        Duration timeout = config.objects().timeout();
        return switch (shard.engine()) {
            case S3 -> objects.sweep(shard, namespace, clock.instant(), timeout);
            case ELASTICSEARCH -> documents.sweep(shard, namespace, clock, timeout);
            case CASSANDRA, MEMCACHED, POSTGRESQL -> 0;
        };
    }
}
