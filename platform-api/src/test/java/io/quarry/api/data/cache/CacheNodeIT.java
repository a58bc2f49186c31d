package io.quarry.api.data.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.data.DataClient;
import io.quarry.api.data.RunningStack;
import io.quarry.api.data.StackControl;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A node of the running stack's pool hangs: an error for its keys, and nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the namespace is there before each test
class CacheNodeIT {
    private static final String NODE = "memcached-node-2";
    private static final int KEYS = 60;
    private static final String BODY =
            IntStream.range(0, KEYS)
                    .mapToObj(i -> "\"k" + i + "\"")
                    .collect(Collectors.joining(",", "{\"keys\": [", "]}"));

    private final String name = "node-" + Long.toString(System.nanoTime(), 36);
    private final StackControl stack = new StackControl();
    private CacheClient cache;

    @BeforeAll
    void make() {
        cache = new CacheClient(RunningStack.namespace(name, CacheIT.SPEC));
        IntStream.range(0, KEYS).forEach(i -> cache.etag("k" + i, "v" + i));
    }

    @AfterAll
    void drop() {
        RunningStack.drop(name);
    }

    @Test
    void cache_3_a_node_that_hangs_is_an_error_for_its_keys_and_never_a_miss() {
        assertThat(states(all())).containsOnly("hit");
        var hanging = List.of(stack.processes(NODE).getFirst());
        StackControl.signal("STOP", hanging);
        try {
            var entries = all();
            assertThat(states(entries)).contains("hit", "error").doesNotContain("miss");
            var lost = lost(entries);
            assertThat(lost.size()).isBetween(KEYS / 6, KEYS / 2);
            for (var one : lost) {
                var answer = cache.get(one, "Quarry-Timeout-Ms", "500");
                assertThat(answer.status()).as(answer.text()).isIn(503, 504);
                var put = cache.put(one, "lost", "Quarry-Timeout-Ms", "500");
                assertThat(put.status()).as(put.text()).isIn(503, 504);
            }
            var begun = System.nanoTime();
            assertThat(cache.get(lost.getFirst()).problem()).isEqualTo("store-unavailable");
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("its silence is known by now")
                    .isLessThan(Duration.ofSeconds(1));
        } finally {
            StackControl.signal("CONT", hanging);
        }
        var until = Instant.now().plusSeconds(5);
        while (states(all()).contains("error")) {
            assertThat(Instant.now()).as("all is well within five seconds").isBefore(until);
        }
    }

    private JsonNode all() {
        DataClient.Answer answer = cache.post("get", BODY, "Quarry-Timeout-Ms", "500");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("entries");
    }

    private static List<String> states(JsonNode entries) {
        return entries.findValuesAsText("state");
    }

    private static List<String> lost(JsonNode entries) {
        var lost = new ArrayList<String>();
        for (var entry : entries) {
            if (entry.path("state").asText().equals("error")) {
                assertThat(entry.at("/problem/retryable").asBoolean()).isTrue();
                lost.add(entry.path("key").asText());
            }
        }
        return lost;
    }
}
