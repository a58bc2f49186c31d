package io.quarry.api.data.keyvalue;

import static io.quarry.api.data.DataClient.item;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.data.DataClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What key-value promises, over HTTP: the same tests for every engine, and for a whole stack. */
abstract class KeyValueContract {
    /** A writer of an empty or used namespace; each test takes records of its own. */
    abstract DataClient client();

    private String record = "";

    @BeforeEach
    void takeAnotherRecord() {
        record = "r-" + UUID.randomUUID();
    }

    private static String token(Instant at, long nonce) {
        return (at.getEpochSecond() * 1_000_000 + at.getNano() / 1000)
                + "-"
                + Long.toHexString(nonce);
    }

    private String value(String key) {
        var answer = client().get(item(record, key));
        return answer.status() == 200 ? answer.text() : "absent";
    }

    private static List<String> keys(JsonNode page) {
        return StreamSupport.stream(page.path("items").spliterator(), false)
                .map(item -> item.path("key").asText())
                .toList();
    }

    private List<String> list(String query) {
        var answer = client().get("/" + record + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return keys(answer.json());
    }

    private void fill(String... keys) {
        for (var key : keys) {
            assertThat(client().put(item(record, key), "value of " + key).status()).isEqualTo(204);
        }
    }

    @Test
    void kv_1_one_item_is_put_read_and_deleted() {
        var body = new byte[] {0, 1, (byte) 0xff, 10, 13};
        var put =
                client().send(
                                "PUT",
                                item(record, "a"),
                                body,
                                "Content-Type",
                                "image/x-test; v=1",
                                "Quarry-Meta-Source",
                                "import",
                                "Quarry-Meta-Note",
                                "%C3%A4%20b");
        assertThat(put.status()).isEqualTo(204);
        var got = client().get(item(record, "a"));
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.bytes()).isEqualTo(body);
        assertThat(got.header("Content-Type")).isEqualTo("image/x-test; v=1");
        assertThat(got.header("Quarry-Meta-Source")).isEqualTo("import");
        assertThat(got.header("Quarry-Meta-Note")).isEqualTo("%C3%A4 b".replace(" ", "%20"));
        assertThat(got.header("Quarry-Token")).isEqualTo(put.header("Quarry-Token"));
        assertThat(got.header("ETag")).isEqualTo('"' + put.header("Quarry-Token") + '"');
        assertThat(got.header("Quarry-Request-Id")).isNotEmpty();
        assertThat(got.header("Quarry-Cost")).isEqualTo("1");
        assertThat(client().delete(item(record, "a")).status()).isEqualTo(204);
        assertThat(client().get(item(record, "a")).problem()).isEqualTo("item-not-found");
    }

    @Test
    void kv_1_an_empty_value_and_a_value_of_1_mib_are_kept() {
        assertThat(client().put(item(record, "empty"), "").status()).isEqualTo(204);
        assertThat(client().get(item(record, "empty")).bytes()).isEmpty();
        var large = "x".repeat(1 << 20);
        assertThat(client().put(item(record, "large"), large).status()).isEqualTo(204);
        assertThat(value("large")).isEqualTo(large);
    }

    @Test
    void kv_1_several_items_of_a_record_are_put_read_and_deleted_together() {
        fill("c");
        var body =
                """
                {"items": [{"key": "b", "value": {"json": {"n": 1}}}, {"key": "a", "value": {"text": "ä"}, "metadata": {"m": "ü"}}]}
                """;
        var put = client().json("PATCH", "/" + record, body);
        assertThat(put.status()).as(put.text()).isEqualTo(204);
        var page = client().get("/" + record).json();
        assertThat(keys(page)).containsExactly("a", "b", "c");
        var first = page.path("items").get(0);
        assertThat(first.at("/value/text").asText()).isEqualTo("ä");
        assertThat(first.at("/metadata/m").asText()).isEqualTo("ü");
        assertThat(first.path("token").asText()).isEqualTo(put.header("Quarry-Token"));
        assertThat(first.path("expires_at").isNull()).isTrue();
        assertThat(page.at("/items/1/value/json/n").asInt()).isEqualTo(1);
        assertThat(page.at("/items/2/value/base64").asText()).isNotEmpty();
        assertThat(page.path("next_page_token").isNull()).isTrue();
        assertThat(client().delete("/" + record + "?keys=a&keys=c").status()).isEqualTo(204);
        assertThat(list("")).containsExactly("b");
    }

    @Test
    void kv_1_a_range_a_prefix_and_a_whole_record_are_deleted() {
        fill("a", "b1", "b2", "c", "d", "e");
        assertThat(client().delete("/" + record + "?prefix=b").status()).isEqualTo(204);
        assertThat(list("")).containsExactly("a", "c", "d", "e");
        assertThat(client().delete("/" + record + "?from=c&to=e").status()).isEqualTo(204);
        assertThat(list("")).containsExactly("a", "e");
        assertThat(client().delete("/" + record).status()).isEqualTo(204);
        assertThat(list("")).isEmpty();
    }

    @Test
    void kv_1_replacing_a_record_leaves_only_its_new_items() {
        fill("a", "b");
        var body =
                "{\"items\": [{\"key\": \"b\", \"value\": {\"text\": \"new\"}}, {\"key\": \"z\", \"value\": {\"text\": \"new\"}}]}";
        assertThat(client().json("PUT", "/" + record, body).status()).isEqualTo(204);
        assertThat(list("")).containsExactly("b", "z");
        assertThat(client().json("PUT", "/" + record, "{\"items\": []}").status()).isEqualTo(204);
        assertThat(list("")).isEmpty();
    }

    @Test
    void kv_1_a_scan_in_segments_finds_every_record_once() {
        var ids = IntStream.range(0, 20).mapToObj(i -> record + "-" + i).toList();
        ids.forEach(id -> assertThat(client().put(item(id, "k"), "v").status()).isEqualTo(204));
        var found = new ArrayList<String>();
        for (var segment = 0; segment < 3; segment++) {
            String next = null;
            do {
                var query = "?segments=3&limit=7&segment=" + segment;
                var page = client().get(query + (next == null ? "" : "&page_token=" + next)).json();
                page.path("items").forEach(item -> found.add(item.path("id").asText()));
                next = page.path("next_page_token").asText(null);
            } while (next != null);
        }
        assertThat(found).doesNotHaveDuplicates().containsAll(ids);
    }

    @Test
    void kv_2_selections_by_keys_range_prefix_limit_reverse_and_include() {
        fill("a", "b1", "b2", "c");
        assertThat(list("?keys=c&keys=a&keys=none")).containsExactly("a", "c");
        assertThat(list("?from=b&to=c")).containsExactly("b1", "b2");
        assertThat(list("?prefix=b&reverse=true")).containsExactly("b2", "b1");
        assertThat(list("?limit=2")).containsExactly("a", "b1");
        var keys = client().get("/" + record + "?include=keys").json().at("/items/0");
        assertThat(keys.has("value") || keys.has("content_type")).isFalse();
        assertThat(keys.path("token").asText()).isNotEmpty();
        var metadata = client().get("/" + record + "?include=metadata").json().at("/items/0");
        assertThat(metadata.has("value")).isFalse();
        assertThat(metadata.has("content_type")).isTrue();
    }

    @Test
    void kv_2_items_are_in_the_order_of_their_bytes_and_any_bytes_are_a_key() {
        fill("a/b", "ä", "Z", "a b", "%");
        assertThat(list("")).containsExactly("%", "Z", "a b", "a/b", "ä");
        var id =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(record.getBytes(StandardCharsets.UTF_8));
        assertThat(client().put("/" + id + "/items/_w?key_encoding=base64url", "ff").status())
                .isEqualTo(204);
        var last = client().get("/" + record + "?reverse=true&limit=1").json().at("/items/0");
        assertThat(last.path("key").asText()).isEqualTo("_w");
        assertThat(last.path("key_encoding").asText()).isEqualTo("base64url");
        assertThat(client().get("/" + id + "/items/_w?key_encoding=base64url").text())
                .isEqualTo("ff");
    }

    @Test
    void kv_3_replayed_token_has_one_effect() {
        var token = token(Instant.now(), 7);
        for (var i = 0; i < 100; i++) {
            var put =
                    client().put(
                                    item(record, "a"),
                                    "one",
                                    "Quarry-Token",
                                    token,
                                    "Quarry-Ttl",
                                    "PT1H");
            assertThat(put.status()).isEqualTo(204);
        }
        var got = client().get(item(record, "a"));
        assertThat(got.text()).isEqualTo("one");
        assertThat(got.header("Quarry-Token")).isEqualTo(token.split("-")[0] + "-0000000000000007");
        assertThat(list("")).containsExactly("a");
    }

    @Test
    void kv_3_an_older_generation_never_wins_and_is_answered_alike() {
        var now = Instant.now();
        var newer = client().put(item(record, "a"), "newer", "Quarry-Token", token(now, 1));
        var older =
                client().put(
                                item(record, "a"),
                                "older",
                                "Quarry-Token",
                                token(now.minusMillis(5), 2));
        assertThat(older.status()).isEqualTo(newer.status());
        assertThat(value("a")).isEqualTo("newer");
        assertThat(
                        client().delete(
                                        item(record, "a"),
                                        "Quarry-Token",
                                        token(now.minusMillis(4), 3))
                                .status())
                .isEqualTo(204);
        assertThat(value("a")).isEqualTo("newer");
    }

    @Test
    void kv_3_a_late_put_does_not_bring_back_what_was_deleted() {
        var now = Instant.now();
        fill("b");
        var delete = client().delete("/" + record, "Quarry-Token", token(now.plusMillis(500), 1));
        assertThat(delete.status()).isEqualTo(204);
        for (var key : List.of("a", "b")) {
            assertThat(
                            client().put(item(record, key), "late", "Quarry-Token", token(now, 2))
                                    .status())
                    .isEqualTo(204);
            assertThat(value(key)).isEqualTo("absent");
        }
    }

    @Test
    void kv_3_at_equal_generations_a_delete_wins_and_of_two_puts_one_wins_whole() {
        var at = Instant.now();
        client().put(
                        item(record, "a"),
                        "one",
                        "Quarry-Token",
                        token(at, 1),
                        "Content-Type",
                        "a/one");
        client().put(
                        item(record, "a"),
                        "two",
                        "Quarry-Token",
                        token(at, 2),
                        "Content-Type",
                        "a/two");
        var got = client().get(item(record, "a"));
        assertThat(got.header("Content-Type")).isEqualTo("a/" + got.text());
        client().delete(item(record, "a"), "Quarry-Token", token(at, 0));
        assertThat(value("a")).isEqualTo("absent");
    }

    @Test
    void kv_3_concurrent_writers_converge_to_the_highest_generation() throws Exception {
        var base = Instant.now();
        try (var writers = Executors.newFixedThreadPool(8)) {
            var all =
                    IntStream.range(0, 64)
                            .mapToObj(
                                    i ->
                                            writers.submit(
                                                    () ->
                                                            client().put(
                                                                            item(record, "a"),
                                                                            "writer " + i * 37 % 64,
                                                                            "Quarry-Token",
                                                                            token(
                                                                                    base.plusNanos(
                                                                                            1000L
                                                                                                    * (i
                                                                                                            * 37
                                                                                                            % 64)),
                                                                                    i))
                                                                    .status()))
                            .toList();
            for (var one : all) {
                assertThat(one.get()).isEqualTo(204);
            }
        }
        assertThat(value("a")).isEqualTo("writer 63");
    }

    @Test
    void kv_3_a_minted_token_wins_over_the_one_minted_before() {
        for (var i = 0; i < 20; i++) {
            client().put(item(record, "a"), "value " + i);
            assertThat(value("a")).isEqualTo("value " + i);
        }
    }

    @Test
    void kv_6_an_item_ends_at_generation_plus_ttl_however_often_it_is_written() {
        var at = Instant.now().minusMillis(500);
        var token = token(at, 9);
        client().put(item(record, "a"), "brief", "Quarry-Token", token, "Quarry-Ttl", "5");
        client().put(item(record, "a"), "brief", "Quarry-Token", token, "Quarry-Ttl", "5");
        var expires = Instant.parse(client().get(item(record, "a")).header("Quarry-Expires-At"));
        assertThat(Duration.between(at, expires))
                .isBetween(Duration.ofMillis(4999), Duration.ofMillis(5001));
        while (value("a").equals("brief")) {
            assertThat(Instant.now()).isBefore(expires.plusSeconds(2));
            Thread.onSpinWait();
        }
        assertThat(Instant.now()).isAfterOrEqualTo(expires.minusMillis(50));
        assertThat(list("")).isEmpty();
    }

    @Test
    void common_a_page_ends_at_bytes_or_at_limit_and_pages_show_everything_once() {
        for (var i = 0; i < 12; i++) {
            client().put(item(record, "k%02d".formatted(i)), "x".repeat(10_000));
        }
        var found = new ArrayList<String>();
        var pages = 0;
        String next = null;
        do {
            var query = "?page_bytes=35000" + (next == null ? "" : "&page_token=" + next);
            var page = client().get("/" + record + query).json();
            assertThat(keys(page)).hasSizeLessThanOrEqualTo(3).isNotEmpty();
            found.addAll(keys(page));
            next = page.path("next_page_token").asText(null);
            pages++;
        } while (next != null);
        assertThat(pages).isEqualTo(4);
        assertThat(found).hasSize(12).isSorted();
        assertThat(new HashSet<>(found)).hasSize(12);
    }

    @Test
    void common_a_value_larger_than_the_page_still_comes() {
        client().put(item(record, "a"), "x".repeat(5000));
        assertThat(list("?page_bytes=10")).containsExactly("a");
    }

    @Test
    void common_an_etag_that_is_known_saves_the_body() {
        var etag = client().put(item(record, "a"), "one").header("ETag");
        assertThat(client().get(item(record, "a"), "If-None-Match", etag).status()).isEqualTo(304);
        client().put(item(record, "a"), "two");
        assertThat(client().get(item(record, "a"), "If-None-Match", etag).text()).isEqualTo("two");
    }

    @Test
    void common_a_deadline_that_is_too_short_is_told_and_never_a_failure() {
        for (var i = 0; i < 20; i++) {
            var put = client().put(item(record, "a"), "one", "Quarry-Timeout-Ms", "1");
            assertThat(put.status()).isIn(204, 504);
            if (put.status() == 504) {
                assertThat(put.problem()).isEqualTo("deadline-exceeded");
                assertThat(put.json().path("retryable").asBoolean()).isTrue();
            }
        }
    }

    @Test
    void common_the_answer_names_the_callers_trace() {
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        assertThat(
                        client().get(
                                        item(record, "a"),
                                        "traceparent",
                                        "00-" + trace + "-00f067aa0ba902b7-01")
                                .header("Quarry-Request-Id"))
                .isEqualTo(trace);
    }
}
