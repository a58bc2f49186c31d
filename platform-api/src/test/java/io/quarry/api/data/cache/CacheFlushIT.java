package io.quarry.api.data.cache;

import static io.quarry.api.kit.Namespaces.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.data.RunningStack;
import io.quarry.api.kit.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A whole cache is emptied, on the running stack. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the namespaces are there before each test
class CacheFlushIT {
    private static final int KEYS = 50;
    private static final int READERS = 3;

    private final String name = "flush-" + Long.toString(System.nanoTime(), 36);
    private final Api developer = Api.as("demo-developer");
    private final String flush = path("demo", name) + ":flush";
    private CacheClient cache;
    private CacheClient neighbour;

    @BeforeAll
    void make() {
        cache = new CacheClient(RunningStack.namespace(name, CacheIT.SPEC));
        neighbour = new CacheClient(RunningStack.namespace(name + "-2", CacheIT.SPEC));
    }

    @AfterAll
    void drop() {
        RunningStack.drop(name);
        RunningStack.drop(name + "-2");
    }

    private void fill(CacheClient of, String value) {
        IntStream.range(0, KEYS).forEach(i -> of.etag("k" + i, value));
    }

    @Test
    void cache_4_nothing_from_before_is_read_once_a_flush_has_answered() {
        fill(cache, "before");
        fill(neighbour, "mine");
        var flushed = developer.send("POST", flush, null).expect(200).json();
        for (var i = 0; i < KEYS; i++) {
            assertThat(cache.get("k" + i).problem()).isEqualTo("entry-not-found");
            assertThat(neighbour.get("k" + i).text()).isEqualTo("mine");
        }
        fill(cache, "after");
        var again = developer.send("POST", flush, null).expect(200).json();
        assertThat(again.path("uid").asText()).isEqualTo(flushed.path("uid").asText());
        assertThat(again.path("generation").asLong())
                .isEqualTo(flushed.path("generation").asLong() + 1);
        assertThat(cache.get("k0").problem()).isEqualTo("entry-not-found");
    }

    @Test
    void cache_4_a_flush_under_load_fails_no_request_and_lets_nothing_through_afterwards()
            throws Exception {
        fill(cache, "old");
        var answered = new AtomicBoolean();
        var over = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> readers = new ArrayList<>();
            for (var i = 0; i < READERS; i++) {
                readers.add(threads.submit(() -> read(answered, over)));
            }
            developer.send("POST", flush, null).expect(200);
            answered.set(true);
            fill(cache, "new");
            over.set(true);
            for (var reader : readers) {
                Object _ = reader.get();
            }
        }
    }

    private void read(AtomicBoolean answered, AtomicBoolean over) {
        for (var i = 0; !over.get(); i++) {
            var afterwards = answered.get();
            var got = cache.get("k" + i % KEYS);
            assertThat(got.status()).as(got.text()).isIn(200, 404);
            if (got.status() == 200) {
                assertThat(got.text()).isIn("old", "new");
                assertThat(afterwards && got.text().equals("old")).isFalse();
            }
        }
    }

    @Test
    void a_dry_run_changes_nothing_and_a_repeated_request_flushes_once() {
        fill(cache, "kept");
        var plan = developer.send("POST", flush + "?dry_run=true", null).expect(200).json();
        assertThat(plan.path("action").asText()).isEqualTo("flush");
        assertThat(cache.get("k0").text()).isEqualTo("kept");
        var key = UUID.randomUUID().toString();
        var first = developer.send("POST", flush, null, "Idempotency-Key", key).expect(200).json();
        cache.etag("k0", "since");
        var second = developer.send("POST", flush, null, "Idempotency-Key", key).expect(200).json();
        assertThat(second).isEqualTo(first);
        assertThat(cache.get("k0").text()).isEqualTo("since");
    }

    @Test
    void who_may_not_write_may_not_flush() {
        fill(cache, "kept");
        Api.as("demo-viewer").send("POST", flush, null).expectProblem(403, "forbidden");
        Api.as("other-developer").send("POST", flush, null).expectProblem(404, "not-found");
        Api.anonymous().send("POST", flush, null).expectProblem(401, "unauthenticated");
        assertThat(cache.get("k0").text()).isEqualTo("kept");
    }

    @Test
    void what_is_no_cache_is_not_flushed() {
        var other = name + "-kv";
        RunningStack.namespace(other);
        try {
            developer
                    .send("POST", path("demo", other) + ":flush", null)
                    .expectProblem(409, "other-abstraction");
        } finally {
            RunningStack.drop(other);
        }
    }
}
