package io.quarry.api.data;

import static io.quarry.api.data.DataClient.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.KeyRange;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Page;
import io.quarry.stores.spi.RecordId;
import io.quarry.stores.spi.Segment;
import io.quarry.stores.spi.Slice;
import io.quarry.stores.spi.StoreException;
import io.quarry.stores.spi.Version;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A shard in trouble, a caller in a hurry, a client that misbehaves: each gets its answer, and the
 * gateway stays whole.
 */
@SuppressWarnings("NullAway.Init") // the gateway is there before each test
class TroubleTest {
    private MemoryGateway gateway;
    private volatile @Nullable Supplier<StoreException> trouble;
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile boolean held;
    private volatile @Nullable Duration given;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        gateway = new MemoryGateway(folder, Troubled::new);
    }

    @AfterEach
    void stop() {
        gate.countDown();
        gateway.close();
    }

    private final class Troubled implements KeyValueStore {
        private final KeyValueStore inner;

        Troubled(KeyValueStore inner) {
            this.inner = inner;
        }

        private KeyValueStore now() {
            var failure = trouble;
            if (failure != null) {
                throw failure.get();
            }
            if (held) {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return inner;
        }

        @Override
        public void put(RecordId record, List<Item> items, Deadline deadline) {
            given = deadline.remaining();
            now().put(record, items, deadline);
        }

        @Override
        public Page<Item> read(RecordId record, Slice slice, Deadline deadline) {
            given = deadline.remaining();
            return now().read(record, slice, deadline);
        }

        @Override
        public void delete(RecordId record, KeyRange range, Version version, Deadline deadline) {
            given = deadline.remaining();
            now().delete(record, range, version, deadline);
        }

        @Override
        public Page<RecordId> records(
                NamespaceRef namespace, Segment segment, Slice slice, Deadline deadline) {
            return now().records(namespace, segment, slice, deadline);
        }
    }

    @Test
    void the_store_is_given_the_time_that_the_caller_has() {
        gateway.client().get(item("r", "a"), "Quarry-Timeout-Ms", "250");
        assertThat(given).isPositive().isLessThanOrEqualTo(Duration.ofMillis(250));
        gateway.client().get("/r", "Quarry-Timeout-Ms", "7500");
        assertThat(given).isBetween(Duration.ofMillis(2500), Duration.ofMillis(7500));
        gateway.client().get(item("r", "a"));
        assertThat(given).isBetween(Duration.ofMillis(250), Duration.ofSeconds(1));
        gateway.client().get("/r");
        assertThat(given).isBetween(Duration.ofMillis(7500), Duration.ofSeconds(10));
    }

    @Test
    void each_failure_of_a_shard_is_its_own_problem() {
        told(
                () -> new StoreException.Unavailable("10.0.0.1 is gone", null),
                503,
                "store-unavailable");
        told(() -> new StoreException.TimedOut("late", null), 504, "deadline-exceeded");
        told(() -> new StoreException.Overloaded("busy", null), 503, "store-overloaded");
        told(() -> new StoreException.Rejected("no", null), 503, "store-unavailable");
        told(
                () -> new StoreException.Missing(new NamespaceRef("a".repeat(20), 1), null),
                503,
                "namespace-not-ready");
        trouble = null;
        assertThat(gateway.client().put(item("r", "a"), "x").status()).isEqualTo(204);
    }

    private void told(Supplier<StoreException> failure, int status, String code) {
        trouble = failure;
        for (var answer :
                List.of(
                        gateway.client().get(item("r", "a")),
                        gateway.client().put(item("r", "a"), "x"),
                        gateway.client().delete("/r"),
                        gateway.client().get("/r"),
                        gateway.client().get(""))) {
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.problem()).isEqualTo(code);
            assertThat(answer.json().path("retryable").asBoolean()).isTrue();
            assertThat(answer.text()).doesNotContain("10.0.0.1");
        }
    }

    @Test
    void a_full_shard_refuses_at_once_and_says_so() throws Exception {
        held = true;
        try (var callers = Executors.newFixedThreadPool(12)) {
            var answers =
                    IntStream.range(0, 12)
                            .mapToObj(
                                    i ->
                                            CompletableFuture.supplyAsync(
                                                    () ->
                                                            gateway.client()
                                                                    .get(
                                                                            "/r" + i,
                                                                            "Quarry-Timeout-Ms",
                                                                            "60000"),
                                                    callers))
                            .toList();
            var first = CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new)).get();
            assertThat(first)
                    .isInstanceOfSatisfying(
                            DataClient.Answer.class, TroubleTest::refusedForWantOfRoom);
            gate.countDown();
            assertThat(
                            answers.stream()
                                    .map(CompletableFuture::join)
                                    .filter(answer -> answer.status() == 200))
                    .hasSizeGreaterThanOrEqualTo(8);
        }
        held = false;
        assertThat(gateway.client().get("/r").status()).isEqualTo(200);
    }

    private static void refusedForWantOfRoom(DataClient.Answer answer) {
        assertThat(answer.problem()).isEqualTo("too-many-in-flight");
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.json().path("limit").asInt()).isEqualTo(8);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
    }

    /** Below {@code /data/} nothing else answers, and what is no route is no namespace either. */
    @Test
    void paths_of_no_abstraction_are_no_routes() {
        var client = gateway.client();
        for (var path :
                List.of(
                        "/data/",
                        "/data/v1/kv",
                        "/data/v1/kv/",
                        "/data/v1/kv/demo",
                        "/data/v1/kv/demo/profiles",
                        "/data/v2/kv/demo/profiles/records",
                        "/data/v1/kvs/demo/profiles/records")) {
            var answer = client.at(path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.problem()).as(path).isEqualTo("not-found");
        }
    }

    @Test
    void a_namespace_above_its_rate_is_told_when_to_come_back() {
        var slow = gateway.client().in("demo/slow");
        var answer = slow.put(item("r", "a"), "x");
        for (var i = 0; i < 300 && answer.status() == 204; i++) {
            answer = slow.put(item("r", "a"), "x");
        }
        assertThat(answer.problem()).isEqualTo("rate-limited");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.header("RateLimit")).startsWith("\"writes\";r=0;t=");
        assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"writes\";q=1;w=1");
        assertThat(answer.json().path("limit").asInt()).isEqualTo(1);
        assertThat(gateway.client().put(item("r", "a"), "x").status()).isEqualTo(204);
    }

    @Test
    void a_token_whose_key_is_fetched_first_loses_nothing_of_the_body() {
        var late = gateway.client().as("late");
        assertThat(late.put(item("r", "a"), "x".repeat(300_000)).status()).isEqualTo(204);
        assertThat(late.get(item("r", "a")).bytes()).hasSize(300_000);
    }

    @Test
    void a_body_in_chunks_is_stored_and_one_that_grows_too_long_is_cut_off() throws Exception {
        assertThat(chunked(3, 1000)).startsWith("HTTP/1.1 204");
        assertThat(gateway.client().get(item("r", "a")).bytes()).hasSize(3000);
        assertThat(chunked(64, 65_536)).startsWith("HTTP/1.1 413");
        assertThat(gateway.client().get(item("r", "a")).bytes()).hasSize(3000);
    }

    private String chunked(int chunks, int length) throws Exception {
        var server = gateway.client().server();
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            var out = socket.getOutputStream();
            out.write(
                    ("PUT /data/v1/kv/demo/profiles/records/r/items/a HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                    + MemoryGateway.WRITER
                                    + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var chunk =
                    (Integer.toHexString(length) + "\r\n" + "x".repeat(length) + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII);
            try {
                for (var i = 0; i < chunks; i++) {
                    out.write(chunk);
                }
                out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
            } catch (SocketException e) {
                // the answer has come and the connection is closed: read it
            }
            var answer = new byte[12];
            assertThat(socket.getInputStream().readNBytes(answer, 0, 12)).isEqualTo(12);
            return new String(answer, StandardCharsets.US_ASCII);
        }
    }

    @Test
    void calls_are_timed_by_call_outcome_and_shard() {
        gateway.client().put(item("r", "a"), "x");
        gateway.client().get(item("r", "none"));
        gateway.client().as("bad").get(item("r", "a"));
        assertThat(count("put-item", "ok", "cassandra-1")).isEqualTo(1);
        assertThat(count("get-item", "absent", "cassandra-1")).isEqualTo(1);
        assertThat(count("get-item", "refused", "none")).isEqualTo(1);
    }

    private long count(String call, String outcome, String shard) {
        return gateway.meters()
                .get(CallTimers.NAME)
                .tags("call", call, "outcome", outcome, "shard", shard)
                .timer()
                .count();
    }
}
