package io.quarry.api.data;

import static io.quarry.api.data.DataClient.item;
import static io.quarry.api.kit.Shards.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.kit.Answer;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.Awaiting;
import io.quarry.api.kit.Shards;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A Cassandra that the worker starts is served by gateways that ran before it, by log-ins that were
 * made with it; and so is the next of its name.
 */
class LocalShardIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Api operator = Api.as("platform-operator");

    @Test
    void whatIsStartedIsServedWithoutARestart() {
        var name = "kv-" + Long.toString(System.nanoTime(), 36);
        var body = Shards.local(operator, name, "CASSANDRA").toString();
        for (var life = 1; life <= 2; life++) {
            succeeded(operator.post("/api/v1/shards", body).expect(202));
            var shard = operator.get(path(name)).expect(200).json();
            assertThat(shard.get("state").asText()).isEqualTo("ACTIVE");
            assertThat(shard.at("/settings/datacenter").asText()).isEqualTo("datacenter1");

            var namespace = name + "-" + life;
            var items =
                    RunningStack.namespace(
                            namespace,
                            "{\"abstraction\": \"key-value\", \"labels\": {\"only\": \"%s\"}}"
                                    .formatted(name));
            try {
                var put = items.put(item("r", "a"), "in life " + life);
                assertThat(put.status()).as(put.text()).isEqualTo(204);
                assertThat(items.get(item("r", "a")).text()).isEqualTo("in life " + life);
            } finally {
                RunningStack.drop(namespace);
            }
            succeeded(operator.delete(path(name)).expect(202));
            assertThat(operator.get(path(name)).expect(200).json().get("state").asText())
                    .isEqualTo("RETIRED");
        }
    }

    private void succeeded(Answer accepted) {
        var operation = accepted.header("Location") + "?wait=30s";
        Awaiting.within(
                PATIENCE,
                "the end of " + accepted.text(),
                () ->
                        operator.get(operation)
                                .expect(200)
                                .json()
                                .get("state")
                                .asText()
                                .equals("SUCCEEDED"));
    }
}
