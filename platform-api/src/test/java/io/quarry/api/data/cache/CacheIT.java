package io.quarry.api.data.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.data.DataClient;
import io.quarry.api.data.RunningStack;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The promises of the cache on the running stack: gateway, topic, memcached. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the namespaces are there before each test
class CacheIT extends CacheContract {
    /** Asks for more than any test here sends. */
    static final String SPEC =
            """
            {"abstraction": "cache", "description": "made by a test",
             "workload": {"items": {"mid": 1000}, "item_bytes": {"mid": 100},
                          "reads_per_second": {"mid": 100, "high": 40000}, "writes_per_second": {"mid": 100, "high": 40000}}}
            """;

    private final String name = "cache-" + Long.toString(System.nanoTime(), 36);
    private DataClient client;

    @BeforeAll
    void make() {
        client = RunningStack.namespace(name, SPEC);
        RunningStack.namespace(name + "-2", SPEC);
    }

    @AfterAll
    void drop() {
        RunningStack.drop(name);
        RunningStack.drop(name + "-2");
    }

    @Override
    DataClient client() {
        return client;
    }

    @Override
    String otherNamespace() {
        return client.namespace() + "-2";
    }

    @Test
    void cache_1_an_entry_without_a_ttl_expires_with_its_namespaces() {
        var brief = name + "-ttl";
        var cache =
                new CacheClient(
                        RunningStack.namespace(
                                brief, "{\"abstraction\": \"cache\", \"ttl\": \"PT1H\"}"));
        try {
            cache.etag("k", "x");
            assertThat(Instant.parse(cache.get("k").header("Quarry-Expires-At")))
                    .isBetween(
                            Instant.now().plus(Duration.ofMinutes(55)),
                            Instant.now().plus(Duration.ofMinutes(61)));
        } finally {
            RunningStack.drop(brief);
        }
    }

    /** A uid is never given again, so what is left in the pool leads nowhere. */
    @Test
    void cache_4_a_namespace_made_again_under_its_name_is_empty() {
        var again = name + "-again";
        var first = new CacheClient(RunningStack.namespace(again, SPEC));
        first.etag("k", "before");
        RunningStack.drop(again);
        var second = new CacheClient(RunningStack.namespace(again, SPEC));
        try {
            assertThat(second.get("k").problem()).isEqualTo("entry-not-found");
        } finally {
            RunningStack.drop(again);
        }
    }
}
