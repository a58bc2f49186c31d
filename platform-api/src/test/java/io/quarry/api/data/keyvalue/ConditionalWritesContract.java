package io.quarry.api.data.keyvalue;

import static io.quarry.api.data.DataClient.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.data.DataClient;
import io.quarry.api.data.DataClient.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Promise 9 of key-value, over HTTP: conditional writes, on every engine that has them. */
abstract class ConditionalWritesContract {
    private static final int WRITERS = 16;
    private static final int INCREMENTS = 5;
    private static final String[] CREATE = {"If-None-Match", "*"};

    private String record = "";

    /** A writer of a namespace whose writes are conditional. */
    abstract DataClient client();

    @BeforeEach
    void takeAnotherRecord() {
        record = "r-" + UUID.randomUUID();
    }

    private static String token(Instant at, long nonce) {
        return "%d-%016x".formatted(at.getEpochSecond() * 1_000_000 + at.getNano() / 1000, nonce);
    }

    private Answer put(String value, String... headers) {
        return client().put(item(record, "k"), value, headers);
    }

    private Answer delete(String... headers) {
        return client().delete(item(record, "k"), headers);
    }

    private String value() {
        var answer = client().get(item(record, "k"));
        return answer.status() == 200 ? answer.text() : "absent";
    }

    private static String etagOf(Answer written) {
        assertThat(written.status()).as(written.text()).isEqualTo(204);
        return written.header("ETag");
    }

    private static void assertFailed(Answer answer, String currentToken) {
        assertThat(answer.problem()).as(answer.text()).isEqualTo("precondition-failed");
        assertThat(answer.status()).isEqualTo(412);
        assertThat(answer.json().path("current_token").asText()).isEqualTo(currentToken);
        assertThat(answer.json().path("retryable").asBoolean()).isFalse();
    }

    @Test
    void kv_9_an_item_is_created_once() {
        var first = put("first", CREATE);
        var etag = etagOf(first);
        assertThat(etag).isEqualTo('"' + first.header("Quarry-Token") + '"');
        assertFailed(put("second", CREATE), first.header("Quarry-Token"));
        assertThat(value()).isEqualTo("first");
    }

    @Test
    void kv_9_the_item_of_a_token_is_replaced_and_deleted() {
        var first = etagOf(put("one", CREATE));
        var second = put("two", "If-Match", first);
        assertThat(etagOf(second)).isNotEqualTo(first);
        assertFailed(put("three", "If-Match", first), second.header("Quarry-Token"));
        assertFailed(delete("If-Match", first), second.header("Quarry-Token"));
        assertThat(value()).isEqualTo("two");
        assertThat(delete("If-Match", etagOf(second)).status()).isEqualTo(204);
        assertThat(value()).isEqualTo("absent");
        assertFailed(put("four", "If-Match", etagOf(second)), "");
        assertFailed(delete("If-Match", etagOf(second)), "");
    }

    @Test
    void kv_9_a_repeated_write_has_the_same_answer_and_one_effect() {
        var now = Instant.now();
        var create = token(now, 1);
        var replace = token(now.plusMillis(1), 2);
        var delete = token(now.plusMillis(2), 3);
        for (var i = 0; i < 3; i++) {
            assertThat(etagOf(put("one", "If-None-Match", "*", "Quarry-Token", create)))
                    .isEqualTo('"' + create + '"');
        }
        for (var i = 0; i < 3; i++) {
            etagOf(put("two", "If-Match", '"' + create + '"', "Quarry-Token", replace));
        }
        assertThat(value()).isEqualTo("two");
        assertFailed(put("one", "If-None-Match", "*", "Quarry-Token", create), replace);
        for (var i = 0; i < 3; i++) {
            var gone = delete("If-Match", '"' + replace + '"', "Quarry-Token", delete);
            assertThat(gone.status()).as(gone.text()).isEqualTo(204);
        }
        assertThat(value()).isEqualTo("absent");
    }

    @Test
    void kv_9_a_late_write_does_not_bring_back_what_was_deleted() {
        var now = Instant.now();
        var create = token(now, 1);
        etagOf(put("one", "If-None-Match", "*", "Quarry-Token", create));
        delete("If-Match", '"' + create + '"', "Quarry-Token", token(now.plusMillis(9), 2));
        assertFailed(put("late", "If-None-Match", "*", "Quarry-Token", create), "");
        assertFailed(
                put("late", "If-None-Match", "*", "Quarry-Token", token(now.plusMillis(8), 3)), "");
        assertThat(value()).isEqualTo("absent");
    }

    @Test
    void kv_9_a_minted_token_follows_what_a_faster_clock_wrote() {
        var ahead = Instant.now().plusSeconds(3);
        var create = token(ahead, 1);
        etagOf(put("one", "If-None-Match", "*", "Quarry-Token", create));
        var second = etagOf(put("two", "If-Match", '"' + create + '"'));
        assertThat(delete("If-Match", second).status()).isEqualTo(204);
        etagOf(put("again", CREATE));
        assertThat(value()).isEqualTo("again");
    }

    @Test
    void kv_9_a_token_that_is_older_than_what_it_follows_is_refused() {
        var now = Instant.now();
        var first = token(now, 1);
        etagOf(put("one", "If-None-Match", "*", "Quarry-Token", first));
        var older =
                put(
                        "older",
                        "If-Match",
                        '"' + first + '"',
                        "Quarry-Token",
                        token(now.minusMillis(1), 1));
        assertFailed(older, first);
        assertThat(older.json().path("detail").asText()).contains("generation");
        assertThat(value()).isEqualTo("one");
    }

    @Test
    void kv_9_an_item_that_expired_is_absent() {
        var at = Instant.now().minusMillis(500);
        var brief =
                put("brief", "If-None-Match", "*", "Quarry-Token", token(at, 9), "Quarry-Ttl", "2");
        var etag = etagOf(brief);
        var patience = at.plusSeconds(10);
        while (value().equals("brief")) {
            assertThat(Instant.now()).isBefore(patience);
            Thread.onSpinWait();
        }
        assertFailed(put("next", "If-Match", etag), "");
        etagOf(put("next", CREATE));
        assertThat(value()).isEqualTo("next");
    }

    @Test
    void kv_9_metadata_and_type_travel_and_reads_are_as_elsewhere() {
        var etag =
                etagOf(
                        put(
                                "{}",
                                "If-None-Match",
                                "*",
                                "Content-Type",
                                "application/json",
                                "Quarry-Meta-of",
                                "test"));
        var got = client().get(item(record, "k"));
        assertThat(got.header("Content-Type")).isEqualTo("application/json");
        assertThat(got.header("Quarry-Meta-of")).isEqualTo("test");
        assertThat(got.header("ETag")).isEqualTo(etag);
        assertThat(client().get(item(record, "k"), "If-None-Match", etag).status()).isEqualTo(304);
        assertThat(client().put(item(record, "l"), "x", CREATE).status()).isEqualTo(204);
        var page = client().get("/" + record + "?reverse=true").json();
        assertThat(page.at("/items/0/key").asText()).isEqualTo("l");
        assertThat(page.at("/items/1/value/json").isObject()).isTrue();
    }

    @Test
    void kv_9_of_creators_at_once_one_succeeds() throws Exception {
        var answers = new ArrayList<Answer>();
        try (var writers = Executors.newFixedThreadPool(WRITERS)) {
            var all =
                    IntStream.range(0, WRITERS)
                            .mapToObj(
                                    i ->
                                            writers.submit(
                                                    () -> settled("w" + i, "If-None-Match", "*")))
                            .toList();
            for (var one : all) {
                answers.add(one.get());
            }
        }
        var created = answers.stream().filter(answer -> answer.status() == 204).toList();
        assertThat(created).hasSize(1);
        assertThat(answers).allMatch(answer -> answer.status() == 204 || answer.status() == 412);
        assertThat(value()).isEqualTo("w" + answers.indexOf(created.getFirst()));
    }

    @Test
    void kv_9_writers_that_increment_one_item_lose_no_update() throws Exception {
        etagOf(put("0", CREATE));
        try (var writers = Executors.newFixedThreadPool(WRITERS)) {
            var all = new ArrayList<Future<?>>();
            for (var i = 0; i < WRITERS; i++) {
                all.add(writers.submit(this::increment));
            }
            for (var one : all) {
                one.get();
            }
        }
        assertThat(value()).isEqualTo(Integer.toString(WRITERS * INCREMENTS));
    }

    private void increment() {
        var patience = Instant.now().plus(Duration.ofMinutes(3));
        for (var done = 0; done < INCREMENTS && Instant.now().isBefore(patience); ) {
            var there =
                    repeated(() -> client().get(item(record, "k"), "Quarry-Timeout-Ms", "20000"));
            assertThat(there.status()).as(there.text()).isEqualTo(200);
            var next = Integer.toString(Integer.parseInt(there.text()) + 1);
            if (settled(next, "If-Match", there.header("ETag")).status() == 204) {
                done++;
            }
        }
    }

    /** Where it is open what came of a write, its repetition with the same token tells. */
    private Answer settled(String value, String... condition) {
        var token = token(Instant.now(), Thread.currentThread().threadId());
        var headers =
                Stream.concat(
                                Arrays.stream(condition),
                                Stream.of("Quarry-Token", token, "Quarry-Timeout-Ms", "20000"))
                        .toArray(String[]::new);
        return repeated(() -> put(value, headers));
    }

    /** As long as the answer says that a repetition may help, for a minute. */
    private static Answer repeated(Supplier<Answer> call) {
        var patience = Instant.now().plus(Duration.ofMinutes(1));
        while (true) {
            var answer = call.get();
            var again = Set.of(429, 503, 504).contains(answer.status());
            if (!again || Instant.now().isAfter(patience)) {
                return answer;
            }
        }
    }

    @TestFactory
    List<DynamicTest> kv_9_what_is_no_compare_and_set_is_refused_and_changes_nothing() {
        return BadCondition.all().stream()
                .map(one -> DynamicTest.dynamicTest(one.what(), () -> refused(one)))
                .toList();
    }

    private void refused(BadCondition one) {
        takeAnotherRecord();
        etagOf(put("kept", CREATE));
        var body = "{\"items\": []}".getBytes(StandardCharsets.UTF_8);
        var answer =
                client().send(
                                one.method(),
                                one.path().replace("@", record),
                                one.method().startsWith("P") ? body : null,
                                one.headers());
        assertThat(answer.status()).as(answer.text()).isEqualTo(one.status());
        assertThat(answer.problem()).isEqualTo(one.code());
        if (!one.field().isEmpty()) {
            assertThat(answer.json().at("/violations/0/field").asText()).isEqualTo(one.field());
        }
        assertThat(value()).isEqualTo("kept");
    }
}
