package io.quarry.worker.health;

import io.quarry.metadata.shard.Shard;
import io.quarry.stores.elasticsearch.ElasticsearchVitals;
import io.quarry.stores.spi.Deadline;
import io.quarry.worker.workflow.ElasticsearchStructures;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** By the cluster's health and its nodes' statistics. */
@ApplicationScoped
class ElasticsearchGauges implements Gauges {
    private final ElasticsearchStructures structures;

    ElasticsearchGauges(ElasticsearchStructures structures) {
        this.structures = structures;
    }

    @Override
    public boolean needsLogin() {
        return true;
    }

    @Override
    public Set<String> identity(Shard shard, Deadline deadline) {
        return structures.identity(shard, deadline);
    }

    @Override
    public Reading read(Shard shard, Deadline deadline) {
        ElasticsearchVitals vitals = structures.vitals(shard, deadline);
        Reading reading = new Reading();
        reading.status(vitals.status());
        reading.put("nodes", Math.max(vitals.nodes(), shard.nodes()));
        reading.put("nodes_up", vitals.nodes());
        reading.put("replication", vitals.dataNodes());
        reading.put("index_shards", vitals.indexShards());
        reading.put("index_shards_unassigned", vitals.indexShardsUnassigned());
        reading.put("tasks_pending", vitals.tasksPending());
        reading.put("heap_used_bytes", vitals.heapUsedBytes());
        reading.put("heap_max_bytes", vitals.heapMaxBytes());
        reading.put("disk_total_bytes", vitals.diskTotalBytes());
        reading.put("disk_free_bytes", vitals.diskFreeBytes());
        reading.put("store_bytes", vitals.storeBytes());
        reading.put("documents", vitals.documents());
        return reading;
    }
}
