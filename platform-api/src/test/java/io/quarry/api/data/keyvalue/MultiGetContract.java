package io.quarry.api.data.keyvalue;

import static io.quarry.api.data.DataClient.item;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.data.DataClient;
import io.quarry.api.data.DataClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The part of promise 1 of key-value that is over several records, over HTTP. */
abstract class MultiGetContract {
    private static final String NO_ITEMS = "-";

    private String record = "";

    abstract DataClient client();

    @BeforeEach
    void takeOtherRecords() {
        record = "r-" + UUID.randomUUID();
    }

    private void put(String id, String key, String value) {
        var put = client().put(item(record + id, key), value, "Content-Type", "text/plain");
        assertThat(put.status()).as(put.text()).isEqualTo(204);
    }

    private Answer get(String query, String body, String... headers) {
        return client().json("POST", ":get" + query, body.replace("@", record), headers);
    }

    private JsonNode page(String query, String body) {
        var answer = get(query, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    /** {@code id/key} of all items, and {@code id/-} of a record without any. */
    private List<String> items(JsonNode page) {
        var found = new ArrayList<String>();
        for (var one : page.path("records")) {
            var id = one.path("id").asText().substring(record.length());
            if (one.path("items").isEmpty()) {
                found.add(id + "/" + NO_ITEMS);
            }
            one.path("items").forEach(item -> found.add(id + "/" + item.path("key").asText()));
        }
        return found;
    }

    private static String all(int records) {
        return IntStream.range(0, records)
                .mapToObj(i -> "{\"id\": \"@%02d\"}".formatted(i))
                .collect(Collectors.joining(", ", "{\"records\": [", "]}"));
    }

    @Test
    void kv_1_several_records_are_got_at_once_each_with_its_selection() {
        for (var key : List.of("a", "b1", "b2", "c")) {
            put("1", key, "one");
            put("2", key, "two");
        }
        var page =
                page(
                        "",
                        """
                        {"records": [{"id": "@2", "keys": ["c", "a", "none"]}, {"id": "@1", "prefix": "b", "reverse": true},
                         {"id": "@none"}, {"id": "@1", "from": "b2", "to": "c"}, {"id": "@2"}]}
                        """);
        assertThat(items(page))
                .containsExactly(
                        "2/a", "2/c", "1/b2", "1/b1", "none/-", "1/b2", "2/a", "2/b1", "2/b2",
                        "2/c");
        assertThat(page.at("/records/0/items/0/value/text").asText()).isEqualTo("two");
        assertThat(page.at("/records/0/items/0/token").asText()).isNotEmpty();
        assertThat(page.path("next_page_token").isNull()).isTrue();
    }

    @Test
    void kv_1_any_bytes_are_an_id_and_a_key() {
        var put = client().put("/_w/items/_g?key_encoding=base64url", record);
        assertThat(put.status()).isEqualTo(204);
        var got =
                page(
                        "?key_encoding=base64url",
                        "{\"records\": [{\"id\": \"_w\", \"keys\": [\"_g\"]}]}");
        assertThat(got.at("/records/0/id").asText()).isEqualTo("_w");
        assertThat(got.at("/records/0/items/0/key").asText()).isEqualTo("_g");
    }

    @Test
    void kv_2_keys_and_metadata_are_got_without_galues() {
        put("1", "a", "one");
        var keys = page("?include=keys", all(1).replace("00", "1")).at("/records/0/items/0");
        assertThat(keys.has("value") || keys.has("content_type")).isFalse();
        var metadata =
                page("?include=metadata", all(1).replace("00", "1")).at("/records/0/items/0");
        assertThat(metadata.has("value")).isFalse();
        assertThat(metadata.path("content_type").asText()).isEqualTo("text/plain");
    }

    @Test
    void common_a_page_over_records_ends_at_bytes_and_pages_show_everything_once() {
        var expected = new ArrayList<String>();
        for (var i = 0; i < 40; i++) {
            for (var key = 0; key < 1 + i % 3; key++) {
                put("%02d".formatted(i), "k" + key, "x".repeat(4_000));
                expected.add("%02d/k%d".formatted(i, key));
            }
        }
        var found = new ArrayList<String>();
        var pages = 0;
        String next = null;
        do {
            var query = "?page_bytes=50000" + (next == null ? "" : "&page_token=" + next);
            var page = page(query, all(40));
            var items = items(page);
            assertThat(items).hasSizeBetween(1, 12);
            found.addAll(items);
            next = page.path("next_page_token").asText(null);
            pages++;
        } while (next != null);
        assertThat(found).isEqualTo(expected);
        assertThat(pages).isBetween(7, 9);
    }

    @Test
    void common_a_page_over_records_ends_at_its_limit() {
        for (var key : List.of("a", "b", "c")) {
            put("00", key, "x");
            put("01", key, "x");
        }
        var first = page("?limit=4", all(2));
        assertThat(items(first)).containsExactly("00/a", "00/b", "00/c", "01/a");
        var next = first.path("next_page_token").asText();
        var second = page("?limit=4&page_token=" + next, all(2));
        assertThat(items(second)).containsExactly("01/b", "01/c");
        assertThat(second.path("next_page_token").isNull()).isTrue();
        var other = get("?limit=4&page_token=" + next, all(1));
        assertThat(other.problem()).isEqualTo("page-token-invalid");
    }

    @Test
    void common_a_galue_larger_than_the_page_still_comes() {
        put("00", "a", "x".repeat(5_000));
        put("01", "a", "x".repeat(5_000));
        var first = page("?page_bytes=10", all(2));
        assertThat(items(first)).containsExactly("00/a");
        var second =
                page("?page_bytes=10&page_token=" + first.path("next_page_token").asText(), all(2));
        assertThat(items(second)).containsExactly("01/a");
    }

    @Test
    void kv_1_lines_are_answered_where_they_are_asked_for() {
        put("00", "a", "line\nbreak");
        var answer = get("", all(2), "Accept", "application/x-ndjson");
        assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
        var lines = answer.text().split("\n");
        assertThat(lines).hasSize(3);
        assertThat(lines[0]).startsWith("{\"id\":\"" + record + "00\"");
        assertThat(lines[1]).isEqualTo("{\"id\":\"" + record + "01\",\"items\":[]}");
        assertThat(lines[2]).isEqualTo("{\"next_page_token\":null}");
        assertThat(answer.text()).endsWith("\n");
        assertThat(get("", all(1), "Accept", "application/json").header("Content-Type"))
                .isEqualTo("application/json");
    }

    @Test
    void common_each_record_costs_a_unit_at_least() {
        assertThat(get("", all(7)).header("Quarry-Cost")).isEqualTo("7");
    }

    @Test
    void kv_1_a_thousand_records_are_got_at_once() {
        put("00", "a", "x");
        var many =
                IntStream.range(0, 1000)
                        .mapToObj(_ -> "{\"id\": \"@00\", \"keys\": [\"a\"]}")
                        .collect(Collectors.joining(", ", "{\"records\": [", "]}"));
        var page = page("", many);
        assertThat(items(page)).hasSize(1000);
    }

    private record Bad(
            String what, String query, String body, int status, String code, String field) {}

    private static final List<Bad> BAD =
            List.of(
                    new Bad("no records", "", "{}", 400, "invalid-request", "records"),
                    new Bad(
                            "none of them",
                            "",
                            "{\"records\": []}",
                            400,
                            "invalid-request",
                            "records"),
                    new Bad("no array", "", "{\"records\": 1}", 400, "invalid-request", "records"),
                    new Bad("no JSON", "", "{", 400, "invalid-request", "body"),
                    new Bad("no object", "", "[]", 400, "invalid-request", "body"),
                    new Bad(
                            "an unknown field",
                            "",
                            "{\"records\": [{\"id\": \"a\", \"key\": \"b\"}]}",
                            400,
                            "unknown-field",
                            "records[0].key"),
                    new Bad(
                            "no id",
                            "",
                            "{\"records\": [{\"keys\": [\"b\"]}]}",
                            400,
                            "invalid-request",
                            "records[0].id"),
                    new Bad(
                            "an empty id",
                            "",
                            "{\"records\": [{\"id\": \"\"}]}",
                            400,
                            "invalid-request",
                            "records[0].id"),
                    new Bad(
                            "an id that is a number",
                            "",
                            "{\"records\": [{\"id\": 1}]}",
                            400,
                            "invalid-request",
                            "records[0].id"),
                    new Bad(
                            "no keys",
                            "",
                            "{\"records\": [{\"id\": \"a\", \"keys\": []}]}",
                            400,
                            "invalid-request",
                            "records[0].keys"),
                    new Bad(
                            "two selections",
                            "",
                            "{\"records\": [{\"id\": \"a\", \"keys\": [\"b\"], \"prefix\": \"c\"}]}",
                            400,
                            "invalid-request",
                            "records[0].keys"),
                    new Bad(
                            "a wrong direction",
                            "",
                            "{\"records\": [{\"id\": \"a\", \"reverse\": 1}]}",
                            400,
                            "invalid-request",
                            "records[0].reverse"),
                    new Bad(
                            "a wrong include",
                            "?include=all",
                            "{\"records\": [{\"id\": \"a\"}]}",
                            400,
                            "invalid-request",
                            "include"),
                    new Bad(
                            "a selection in the query",
                            "?keys=a",
                            "{\"records\": [{\"id\": \"a\"}]}",
                            400,
                            "unknown-field",
                            "keys"),
                    new Bad(
                            "a wrong page token",
                            "?page_token=abc",
                            "{\"records\": [{\"id\": \"a\"}]}",
                            400,
                            "page-token-invalid",
                            "page_token"),
                    new Bad(
                            "an id too long",
                            "",
                            "{\"records\": [{\"id\": \"" + "r".repeat(513) + "\"}]}",
                            422,
                            "limit-exceeded",
                            "record_id"),
                    new Bad(
                            "a key too long",
                            "",
                            "{\"records\": [{\"id\": \"a\", \"keys\": [\""
                                    + "k".repeat(1025)
                                    + "\"]}]}",
                            422,
                            "limit-exceeded",
                            "key"),
                    new Bad(
                            "too many records",
                            "",
                            "{\"records\": ["
                                    + "{\"id\": \"a\"},".repeat(1000)
                                    + "{\"id\": \"a\"}]}",
                            422,
                            "limit-exceeded",
                            "records"),
                    new Bad(
                            "too many keys",
                            "",
                            "{\"records\": ["
                                    + "{\"id\": \"a\", \"keys\": [\"a\", \"b\"]},".repeat(500)
                                    + "{\"id\": \"a\", \"keys\": [\"a\"]}]}",
                            422,
                            "limit-exceeded",
                            "keys"),
                    new Bad(
                            "a body too large",
                            "",
                            " ".repeat(6_291_457),
                            413,
                            "payload-too-large",
                            ""));

    @TestFactory
    List<DynamicTest> kv_1_what_cannot_be_got_is_refused_with_its_field() {
        return BAD.stream()
                .map(one -> DynamicTest.dynamicTest(one.what(), () -> refused(one)))
                .toList();
    }

    private void refused(Bad one) {
        var answer = get(one.query(), one.body());
        assertThat(answer.status()).as(answer.text()).isEqualTo(one.status());
        assertThat(answer.problem()).isEqualTo(one.code());
        if (!one.field().isEmpty()) {
            assertThat(answer.json().at("/violations/0/field").asText()).isEqualTo(one.field());
        }
    }

    @Test
    void kv_1_a_body_of_another_type_and_another_method_are_refused() {
        var text =
                client().send("POST", ":get", new byte[] {'{', '}'}, "Content-Type", "text/plain");
        assertThat(text.problem()).isEqualTo("unsupported-media-type");
        var method = client().get(":get");
        assertThat(method.problem()).isEqualTo("method-not-allowed");
        assertThat(method.header("Allow")).isEqualTo("POST");
    }

    @Test
    void kv_1_a_reader_may_get_and_a_stranger_may_not_know() {
        put("00", "a", "x");
        var body = all(1).replace("@", record);
        assertThat(client().as(readersToken()).json("POST", ":get", body).status()).isEqualTo(200);
        var stranger = client().as(strangersToken()).json("POST", ":get", body);
        assertThat(stranger.problem()).isEqualTo("not-found");
    }

    /** May read only, by a role of the tenant. */
    abstract String readersToken();

    /** Of another tenant. */
    abstract String strangersToken();
}
