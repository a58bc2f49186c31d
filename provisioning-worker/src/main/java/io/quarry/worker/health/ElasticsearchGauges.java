package io.quarry.worker.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarry.metadata.shard.Shard;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import io.quarry.worker.workflow.StructureLogins;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** By the cluster's health and its nodes' statistics, over plain HTTP. */
@ApplicationScoped
class ElasticsearchGauges implements Gauges {
    private static final int OK = 200;
    private static final String HEALTH = "/_cluster/health";
    private static final String STATISTICS = "/_nodes/stats/jvm,fs,indices";

    private final HttpNodes nodes;
    private final StructureLogins logins;
    private final ObjectMapper json;

    ElasticsearchGauges(HttpNodes nodes, StructureLogins logins, ObjectMapper json) {
        this.nodes = nodes;
        this.logins = logins;
        this.json = json;
    }

    @Override
    public boolean needsLogin() {
        return true;
    }

    @Override
    public Reading read(Shard shard, Deadline deadline) {
        JsonNode health = ask(shard, HEALTH, deadline);
        Reading reading = new Reading();
        reading.status(health.path("status").asText());
        reading.put("nodes", health.path("number_of_nodes").asLong());
        reading.put("index_shards", health.path("active_shards").asLong());
        reading.put("index_shards_unassigned", health.path("unassigned_shards").asLong());
        reading.put("tasks_pending", health.path("number_of_pending_tasks").asLong());
        JsonNode each = ask(shard, STATISTICS, deadline).path("nodes");
        reading.put("heap_used_bytes", sum(each, "/jvm/mem/heap_used_in_bytes"));
        reading.put("heap_max_bytes", sum(each, "/jvm/mem/heap_max_in_bytes"));
        reading.put("disk_total_bytes", sum(each, "/fs/total/total_in_bytes"));
        reading.put("disk_free_bytes", sum(each, "/fs/total/available_in_bytes"));
        reading.put("store_bytes", sum(each, "/indices/store/size_in_bytes"));
        reading.put("documents", sum(each, "/indices/docs/count"));
        return reading;
    }

    private static long sum(JsonNode nodes, String pointer) {
        long sum = 0;
        for (JsonNode node : nodes) {
            sum += node.at(pointer).asLong();
        }
        return sum;
    }

    private JsonNode ask(Shard shard, String path, Deadline deadline) {
        StructureLogins.Login login = logins.of(shard.credentialRef());
        String basic =
                Base64.getEncoder()
                        .encodeToString(
                                (login.username() + ":" + login.password())
                                        .getBytes(StandardCharsets.UTF_8));
        HttpNodes.Answer answer = nodes.get(shard, path, "Basic " + basic, deadline);
        if (answer.status() != OK) {
            throw new StoreException.Unavailable(
                    "Elasticsearch answers " + path + " with " + answer.status(), null);
        }
        try {
            return json.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new StoreException.Unavailable(
                    "Elasticsearch answers " + path + " with what is no JSON", e);
        }
    }
}
