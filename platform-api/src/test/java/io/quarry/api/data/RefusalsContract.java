package io.quarry.api.data;

import static io.quarry.api.data.DataClient.item;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What the data routes refuse, and to whom, over HTTP: always a documented problem, never a 5xx,
 * and nothing changed.
 */
abstract class RefusalsContract {
    /** May write. */
    abstract DataClient writer();

    /** May read only, by a role of the tenant. */
    abstract String readersToken();

    /** Of another tenant. */
    abstract String strangersToken();

    /** Another namespace of the same tenant that the writer may write. */
    abstract String otherNamespace();

    /** Tokens that must all be refused, by what is wrong with them. */
    abstract List<BadToken> badTokens();

    record BadToken(String what, String token, String code) {}

    private String record = "";

    @BeforeEach
    void takeAnotherRecord() {
        record = "r-" + UUID.randomUUID();
    }

    private record Case(
            String what,
            String method,
            String path,
            int status,
            String code,
            String field,
            String body,
            String... headers) {}

    private static final String ITEMS =
            "{\"items\": [{\"key\": \"a\", \"value\": {\"text\": \"x\"}}]}";
    private static final String JSON = "application/json";

    private List<Case> cases() {
        var here = "/" + record;
        var one = item(record, "a");
        var old = (Instant.now().minusSeconds(25 * 3600).getEpochSecond() * 1_000_000) + "-1";
        var soon = (Instant.now().plusSeconds(60).getEpochSecond() * 1_000_000) + "-1";
        return List.of(
                new Case(
                        "malformed token",
                        "PUT",
                        one,
                        400,
                        "invalid-request",
                        "Quarry-Token",
                        "x",
                        "Quarry-Token",
                        "abc"),
                new Case(
                        "token far ahead",
                        "PUT",
                        one,
                        400,
                        "token-drift",
                        "",
                        "x",
                        "Quarry-Token",
                        soon),
                new Case(
                        "token far behind",
                        "PUT",
                        one,
                        400,
                        "token-drift",
                        "",
                        "x",
                        "Quarry-Token",
                        old),
                new Case(
                        "malformed token on delete",
                        "DELETE",
                        one,
                        400,
                        "invalid-request",
                        "Quarry-Token",
                        "",
                        "Quarry-Token",
                        "1-zz"),
                new Case(
                        "drifted token on delete of a record",
                        "DELETE",
                        here,
                        400,
                        "token-drift",
                        "",
                        "",
                        "Quarry-Token",
                        old),
                new Case(
                        "wrong ttl",
                        "PUT",
                        one,
                        400,
                        "invalid-request",
                        "Quarry-Ttl",
                        "x",
                        "Quarry-Ttl",
                        "soon"),
                new Case(
                        "negative ttl",
                        "PUT",
                        one,
                        400,
                        "invalid-request",
                        "ttl",
                        "x",
                        "Quarry-Ttl",
                        "PT-1S"),
                new Case(
                        "wrong timeout",
                        "GET",
                        one,
                        400,
                        "invalid-request",
                        "Quarry-Timeout-Ms",
                        "",
                        "Quarry-Timeout-Ms",
                        "0"),
                new Case(
                        "timeout too long",
                        "GET",
                        here,
                        400,
                        "invalid-request",
                        "Quarry-Timeout-Ms",
                        "",
                        "Quarry-Timeout-Ms",
                        "60001"),
                new Case(
                        "wrong metadata name",
                        "PUT",
                        one,
                        400,
                        "invalid-request",
                        "Quarry-Meta-a_b",
                        "x",
                        "Quarry-Meta-a_b",
                        "v"),
                new Case(
                        "broken metadata",
                        "PUT",
                        one,
                        400,
                        "invalid-request",
                        "Quarry-Meta-a",
                        "x",
                        "Quarry-Meta-a",
                        "%zz"),
                new Case(
                        "content type is none",
                        "PUT",
                        one,
                        400,
                        "invalid-request",
                        "Content-Type",
                        "x",
                        "Content-Type",
                        "text"),
                new Case(
                        "encoded body",
                        "PUT",
                        one,
                        415,
                        "unsupported-media-type",
                        "",
                        "x",
                        "Content-Encoding",
                        "br"),
                new Case(
                        "If-Match on put",
                        "PUT",
                        one,
                        400,
                        "condition-not-supported",
                        "",
                        "x",
                        "If-Match",
                        "\"1-1\""),
                new Case(
                        "If-None-Match on put",
                        "PUT",
                        one,
                        400,
                        "condition-not-supported",
                        "",
                        "x",
                        "If-None-Match",
                        "*"),
                new Case(
                        "If-Match on delete",
                        "DELETE",
                        one,
                        400,
                        "condition-not-supported",
                        "",
                        "",
                        "If-Match",
                        "\"1-1\""),
                new Case(
                        "If-Match on replace",
                        "PUT",
                        here,
                        400,
                        "condition-not-supported",
                        "",
                        ITEMS,
                        "If-Match",
                        "*",
                        "Content-Type",
                        JSON),
                new Case(
                        "value too large",
                        "PUT",
                        one,
                        413,
                        "payload-too-large",
                        "",
                        "x".repeat((1 << 20) + 1)),
                new Case(
                        "body of items too large",
                        "PUT",
                        here,
                        413,
                        "payload-too-large",
                        "",
                        "x".repeat(6 * 1024 * 1024 + 1),
                        "Content-Type",
                        JSON),
                new Case(
                        "key too long",
                        "PUT",
                        item(record, "k".repeat(1025)),
                        422,
                        "limit-exceeded",
                        "key",
                        "x"),
                new Case(
                        "id too long",
                        "GET",
                        item("r".repeat(513), "a"),
                        422,
                        "limit-exceeded",
                        "record_id",
                        ""),
                new Case(
                        "metadata too large",
                        "PUT",
                        one,
                        422,
                        "limit-exceeded",
                        "metadata",
                        "x",
                        "Quarry-Meta-a",
                        "v".repeat(4097)),
                new Case(
                        "unknown parameter",
                        "DELETE",
                        here + "?prefx=a",
                        400,
                        "unknown-field",
                        "prefx",
                        ""),
                new Case(
                        "unknown parameter on an item",
                        "GET",
                        one + "?limit=1",
                        400,
                        "unknown-field",
                        "limit",
                        ""),
                new Case(
                        "wrong limit",
                        "GET",
                        here + "?limit=0",
                        400,
                        "invalid-request",
                        "limit",
                        ""),
                new Case(
                        "wrong include",
                        "GET",
                        here + "?include=all",
                        400,
                        "invalid-request",
                        "include",
                        ""),
                new Case(
                        "wrong reverse",
                        "GET",
                        here + "?reverse=1",
                        400,
                        "invalid-request",
                        "reverse",
                        ""),
                new Case(
                        "two selections",
                        "GET",
                        here + "?prefix=a&keys=b",
                        400,
                        "invalid-request",
                        "keys",
                        ""),
                new Case(
                        "wrong page token",
                        "GET",
                        here + "?page_token=abc",
                        400,
                        "page-token-invalid",
                        "page_token",
                        ""),
                new Case(
                        "wrong page token of a scan",
                        "GET",
                        "?page_token=%20",
                        400,
                        "page-token-invalid",
                        "page_token",
                        ""),
                new Case(
                        "wrong segment",
                        "GET",
                        "?segment=2&segments=2",
                        400,
                        "invalid-request",
                        "segment",
                        ""),
                new Case(
                        "too many segments",
                        "GET",
                        "?segments=257",
                        400,
                        "invalid-request",
                        "segments",
                        ""),
                new Case(
                        "wrong encoding of keys",
                        "GET",
                        here + "?key_encoding=hex",
                        400,
                        "invalid-request",
                        "key_encoding",
                        ""),
                new Case(
                        "key is no base64url",
                        "GET",
                        "/YQ/items/%21?key_encoding=base64url",
                        400,
                        "invalid-request",
                        "key",
                        ""),
                new Case(
                        "key is a dot",
                        "PUT",
                        here + "/items/%2e",
                        400,
                        "invalid-request",
                        "key",
                        "x"),
                new Case("empty key", "GET", here + "/items/", 400, "invalid-request", "key", ""),
                new Case("id is two dots", "DELETE", "/%2E%2E", 400, "invalid-request", "id", ""),
                new Case("empty id", "GET", "/", 400, "invalid-request", "id", ""),
                new Case(
                        "key is not UTF-8",
                        "GET",
                        here + "/items/%ff",
                        400,
                        "invalid-request",
                        "key",
                        ""),
                new Case(
                        "record as text",
                        "PUT",
                        here,
                        415,
                        "unsupported-media-type",
                        "",
                        ITEMS,
                        "Content-Type",
                        "text/plain"),
                new Case(
                        "record without a type",
                        "PATCH",
                        here,
                        415,
                        "unsupported-media-type",
                        "",
                        ITEMS),
                new Case(
                        "malformed JSON",
                        "PUT",
                        here,
                        400,
                        "invalid-request",
                        "body",
                        "{",
                        "Content-Type",
                        JSON),
                new Case(
                        "no items",
                        "PATCH",
                        here,
                        400,
                        "invalid-request",
                        "items",
                        "{}",
                        "Content-Type",
                        JSON),
                new Case(
                        "unknown field",
                        "PUT",
                        here,
                        400,
                        "unknown-field",
                        "more",
                        "{\"items\": [], \"more\": 1}",
                        "Content-Type",
                        JSON),
                new Case(
                        "wrong type",
                        "PATCH",
                        here,
                        400,
                        "invalid-request",
                        "items[0].key",
                        "{\"items\": [{\"key\": 1, \"value\": {\"text\": \"x\"}}]}",
                        "Content-Type",
                        JSON),
                new Case(
                        "one key twice",
                        "PUT",
                        here,
                        400,
                        "invalid-request",
                        "items",
                        ITEMS.replace("]", ", {\"key\": \"a\", \"value\": {\"text\": \"y\"}}]"),
                        "Content-Type",
                        JSON),
                new Case(
                        "malformed token on replace",
                        "PUT",
                        here,
                        400,
                        "invalid-request",
                        "Quarry-Token",
                        ITEMS,
                        "Content-Type",
                        JSON,
                        "Quarry-Token",
                        "-"),
                new Case("post to a record", "POST", here, 405, "method-not-allowed", "", "{}"),
                new Case("post to records", "POST", "", 405, "method-not-allowed", "", "{}"),
                new Case("options", "OPTIONS", one, 405, "method-not-allowed", "", ""),
                new Case("unknown route", "GET", here + "/item/a", 404, "not-found", "", ""),
                new Case(
                        "unknown route below an item",
                        "GET",
                        one + "/b",
                        404,
                        "not-found",
                        "",
                        ""));
    }

    @TestFactory
    List<DynamicTest> bad_input_gets_its_problem_and_changes_nothing() {
        return cases().stream()
                .map(one -> DynamicTest.dynamicTest(one.what(), () -> refused(one)))
                .toList();
    }

    private void refused(Case one) {
        var kept = writer().put(item(record, "a"), "kept");
        assertThat(kept.status()).as(kept.text()).isEqualTo(204);
        var body = one.body().isEmpty() ? null : one.body().getBytes(StandardCharsets.UTF_8);
        var answer = writer().send(one.method(), one.path(), body, one.headers());
        assertThat(answer.problem()).as(answer.text()).isEqualTo(one.code());
        assertThat(answer.status()).isEqualTo(one.status());
        assertThat(answer.json().path("status").asInt()).isEqualTo(one.status());
        assertThat(answer.header("Quarry-Request-Id")).isNotEmpty();
        if (!one.field().isEmpty()) {
            assertThat(answer.json().path("violations").findValuesAsText("field"))
                    .contains(one.field());
        }
        if (one.status() == 413 || one.status() == 422) {
            assertThat(answer.json().path("requested").asLong())
                    .isGreaterThan(answer.json().path("limit").asLong());
        }
        if (one.status() == 405) {
            assertThat(answer.header("Allow")).contains("GET");
        }
        assertThat(writer().get(item(record, "a")).text()).isEqualTo("kept");
    }

    @Test
    void a_head_is_refused_without_a_body() {
        var answer = writer().send("HEAD", item(record, "a"), null);
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.bytes()).isEmpty();
    }

    @Test
    void page_tokens_of_another_namespace_or_query_are_refused() {
        for (var namespace : List.of(writer().namespace(), otherNamespace())) {
            writer().in(namespace).put(item(record, "a"), "1");
            writer().in(namespace).put(item(record, "b"), "2");
        }
        var token = writer().get("/" + record + "?limit=1").json().path("next_page_token").asText();
        assertThat(token).isNotEmpty();
        var used = "/" + record + "?limit=1&page_token=" + token;
        assertThat(writer().get(used).status()).isEqualTo(200);
        assertThat(writer().in(otherNamespace()).get(used).problem())
                .isEqualTo("page-token-invalid");
        assertThat(writer().get(used + "&reverse=true").problem()).isEqualTo("page-token-invalid");
        assertThat(writer().get("/" + record + "2?page_token=" + token).problem())
                .isEqualTo("page-token-invalid");
    }

    private record Route(String method, String path, boolean writes, String body) {}

    private List<Route> routes() {
        return List.of(
                new Route("GET", item(record, "a"), false, ""),
                new Route("PUT", item(record, "a"), true, "x"),
                new Route("DELETE", item(record, "a"), true, ""),
                new Route("GET", "/" + record, false, ""),
                new Route("PUT", "/" + record, true, ITEMS),
                new Route("PATCH", "/" + record, true, ITEMS),
                new Route("DELETE", "/" + record, true, ""),
                new Route("GET", "", false, ""));
    }

    private static DataClient.Answer send(DataClient client, Route route) {
        var body = route.body().isEmpty() ? null : route.body().getBytes(StandardCharsets.UTF_8);
        return client.send(route.method(), route.path(), body, "Content-Type", JSON);
    }

    @Test
    void isolation_a_stranger_gets_404_everywhere_as_for_what_does_not_exist() {
        writer().put(item(record, "a"), "kept");
        for (var route : routes()) {
            var foreign = send(writer().as(strangersToken()), route);
            var absent = send(writer().in("demo/no-such-namespace"), route);
            assertThat(foreign.status()).as(route.toString()).isEqualTo(404);
            assertThat(foreign.text()).isEqualTo(absent.text());
            assertThat(foreign.problem()).isEqualTo("not-found");
        }
        assertThat(writer().get(item(record, "a")).text()).isEqualTo("kept");
    }

    @Test
    void isolation_without_a_token_every_route_answers_401() {
        for (var route : routes()) {
            var answer = send(writer().as(null), route);
            assertThat(answer.status()).as(route.toString()).isEqualTo(401);
            assertThat(answer.problem()).isEqualTo("unauthenticated");
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        }
    }

    @Test
    void isolation_bad_tokens_are_refused_on_every_route() {
        for (var bad : badTokens()) {
            for (var route : routes()) {
                var answer = send(writer().as(bad.token()), route);
                assertThat(answer.status()).as(bad.what() + " " + route).isEqualTo(401);
                assertThat(answer.problem()).as(bad.what()).isEqualTo(bad.code());
            }
        }
    }

    @Test
    void isolation_a_reader_reads_and_is_told_which_role_writing_needs() {
        writer().put(item(record, "a"), "kept");
        for (var route : routes()) {
            var answer = send(writer().as(readersToken()), route);
            if (route.writes()) {
                assertThat(answer.status()).as(route.toString()).isEqualTo(403);
                assertThat(answer.problem()).isEqualTo("forbidden");
                assertThat(answer.json().path("required_role").asText()).isEqualTo("data-writer");
            } else {
                assertThat(answer.status()).as(route.toString()).isEqualTo(200);
            }
        }
        assertThat(writer().get(item(record, "a")).text()).isEqualTo("kept");
    }
}
