package io.quarry.api.data.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.data.DataClient;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What the cache's routes refuse, and to whom, over HTTP: always a documented problem, never a 5xx,
 * and nothing changed.
 */
abstract class CacheRefusalsContract {
    private static final String JSON = "Content-Type: application/json";

    /** May write. */
    abstract DataClient writer();

    /** May read only, by a role of the tenant. */
    abstract String readersToken();

    /** Of another tenant. */
    abstract String strangersToken();

    /** A key-value namespace that the writer may write. */
    abstract String ofAnotherAbstraction();

    private String key = "";

    @BeforeEach
    void takeAnotherKey() {
        key = "k-" + UUID.randomUUID();
    }

    /**
     * @param path behind {@code entries}; {@code @} is the test's key
     * @param headers each {@code name: value}
     */
    private record Bad(
            String method,
            String path,
            int status,
            String code,
            String field,
            String body,
            String... headers) {
        @Override
        public String toString() {
            var shown = path.length() > 60 ? path.substring(0, 60) + "…" : path;
            return method + " " + shown + " " + String.join(" ", headers) + " -> " + field;
        }
    }

    private static Bad put(String field, String... headers) {
        return new Bad("PUT", "/@", 400, "invalid-request", field, "x", headers);
    }

    private static Bad post(String call, String field, String body) {
        return new Bad("POST", ":" + call, 400, "invalid-request", field, body, JSON);
    }

    private static List<Bad> table() {
        var soon = (Instant.now().getEpochSecond() + 60) * 1_000_000 + "-1";
        var old = (Instant.now().getEpochSecond() - 25 * 3600) * 1_000_000 + "-1";
        var large = "x".repeat(4 * (1 << 20) + 1);
        return List.of(
                put("Quarry-Token", "Quarry-Token: abc"),
                new Bad("PUT", "/@", 400, "token-drift", "", "x", "Quarry-Token: " + soon),
                new Bad("PUT", "/@", 400, "token-drift", "", "x", "Quarry-Token: " + old),
                new Bad("DELETE", "/@", 400, "token-drift", "", "", "Quarry-Token: " + old),
                put("Quarry-Ttl", "Quarry-Ttl: soon"),
                put("ttl", "Quarry-Ttl: PT-1S"),
                put("ttl", "Quarry-Ttl: P36501D"),
                put("Quarry-Timeout-Ms", "Quarry-Timeout-Ms: 0"),
                put("Quarry-Meta-a_b", "Quarry-Meta-a_b: v"),
                put("Content-Type", "Content-Type: text"),
                put("If-Match", "If-Match: abc"),
                put("If-Match", "If-Match: \"abc\""),
                put("If-Match", "If-Match: W/\"1-1\""),
                put("If-None-Match", "If-None-Match: \"1-1\""),
                put("If-Match", "If-Match: *", "If-None-Match: *"),
                new Bad(
                        "PUT",
                        "/@",
                        415,
                        "unsupported-media-type",
                        "",
                        "x",
                        "Content-Encoding: br"),
                new Bad("PUT", "/@", 413, "payload-too-large", "", large),
                new Bad(
                        "PUT",
                        "/@",
                        422,
                        "limit-exceeded",
                        "metadata",
                        "x",
                        "Quarry-Meta-a: " + "v".repeat(4097)),
                new Bad("PUT", "/@?mode=prepend", 400, "invalid-request", "mode", "x"),
                new Bad("PUT", "/@?mod=append", 400, "unknown-field", "mod", "x"),
                new Bad("GET", "/@?mode=set", 400, "unknown-field", "mode", ""),
                mode("append", "Quarry-Token", "x", "Quarry-Token: 1-1"),
                mode("append", "If-Match", "x", "If-Match: *"),
                mode("append", "Quarry-Ttl", "x", "Quarry-Ttl: PT1H"),
                mode("touch", "Quarry-Token", "", "Quarry-Token: 1-1"),
                mode("touch", "If-None-Match", "", "If-None-Match: *"),
                mode("touch", "ttl", "", "Quarry-Ttl: PT0S"),
                new Bad("PUT", "/@?mode=touch", 413, "payload-too-large", "", "x"),
                new Bad("GET", "/@", 400, "invalid-request", "If-Match", "", "If-Match: *"),
                new Bad(
                        "DELETE",
                        "/@",
                        400,
                        "invalid-request",
                        "If-None-Match",
                        "",
                        "If-None-Match: *"),
                new Bad("GET", "/%ff", 400, "invalid-request", "key", ""),
                new Bad("GET", "/%2e", 400, "invalid-request", "key", ""),
                new Bad("GET", "/", 400, "invalid-request", "key", ""),
                new Bad("GET", "/%21?key_encoding=base64url", 400, "invalid-request", "key", ""),
                new Bad("GET", "/@?key_encoding=hex", 400, "invalid-request", "key_encoding", ""),
                post("get", "body", "{"),
                post("get", "body", "[]"),
                post("get", "body", "{\"keys\": []} x"),
                post("get", "keys", "{}"),
                post("get", "keys", "{\"keys\": \"a\"}"),
                post("get", "keys[1]", "{\"keys\": [\"a\", 1]}"),
                post("get", "keys[0]", "{\"keys\": [\"\"]}"),
                new Bad("POST", ":get", 400, "unknown-field", "more", "{\"more\": 1}", JSON),
                new Bad("POST", ":get", 415, "unsupported-media-type", "", "{\"keys\": []}"),
                new Bad(
                        "POST",
                        ":get",
                        422,
                        "limit-exceeded",
                        "keys",
                        "{\"keys\": [" + "\"k\",".repeat(100) + "\"k\"]}",
                        JSON),
                new Bad(
                        "POST",
                        ":get",
                        422,
                        "limit-exceeded",
                        "key",
                        "{\"keys\": [\"" + "k".repeat(65_537) + "\"]}",
                        JSON),
                post("increment", "key", "{}"),
                post("increment", "key", "{\"key\": 1}"),
                post("increment", "key", "{\"key\": \"a\", \"key\": \"b\"}"),
                post("increment", "by", "{\"key\": \"a\", \"by\": 1.5}"),
                post("increment", "by", "{\"key\": \"a\", \"by\": 9223372036854775808}"),
                post("increment", "by", "{\"key\": \"a\", \"by\": -9223372036854775808}"),
                post("increment", "initial", "{\"key\": \"a\", \"initial\": -1}"),
                post("increment", "initial", "{\"key\": \"a\", \"initial\": \"1\"}"),
                post("increment", "ttl", "{\"key\": \"a\", \"ttl\": \"soon\"}"),
                post("increment", "ttl", "{\"key\": \"a\", \"ttl\": 0}"),
                new Bad("POST", ":increment", 400, "unknown-field", "n", "{\"n\": 1}", JSON),
                new Bad(
                        "POST",
                        ":increment",
                        400,
                        "invalid-request",
                        "Quarry-Token",
                        "{\"key\": \"a\"}",
                        JSON,
                        "Quarry-Token: 1-1"),
                new Bad("POST", "/@", 405, "method-not-allowed", "", "x"),
                new Bad("GET", ":get", 405, "method-not-allowed", "", ""),
                new Bad("PATCH", "/@", 405, "method-not-allowed", "", "x"),
                new Bad("GET", "", 404, "not-found", "", ""),
                new Bad("POST", ":put", 404, "not-found", "", "{}"),
                new Bad("GET", "/@/b", 404, "not-found", "", ""));
    }

    private static Bad mode(String mode, String field, String body, String header) {
        return new Bad("PUT", "/@?mode=" + mode, 400, "invalid-request", field, body, header);
    }

    @TestFactory
    List<DynamicTest> bad_input_gets_its_problem_and_changes_nothing() {
        return table().stream()
                .map(bad -> DynamicTest.dynamicTest(bad.toString(), () -> refused(bad)))
                .toList();
    }

    private void refused(Bad bad) {
        var cache = new CacheClient(writer());
        var etag = cache.etag(key, "kept");
        var answer = send(writer(), bad.method(), bad.path(), bad.body(), bad.headers());
        assertThat(answer.problem()).as(answer.text()).isEqualTo(bad.code());
        assertThat(answer.status()).isEqualTo(bad.status());
        assertThat(answer.header("Quarry-Request-Id")).isNotEmpty();
        if (!bad.field().isEmpty()) {
            assertThat(answer.json().path("violations").findValuesAsText("field"))
                    .contains(bad.field());
        }
        if (bad.status() == 413 || bad.status() == 422) {
            assertThat(answer.json().path("requested").asLong())
                    .isGreaterThan(answer.json().path("limit").asLong());
        }
        var kept = cache.get(key);
        assertThat(kept.text()).isEqualTo("kept");
        assertThat(kept.header("ETag")).isEqualTo(etag);
    }

    private record Route(String method, String path, boolean writes, String body) {}

    private static List<Route> routes() {
        return List.of(
                new Route("GET", "/@", false, ""),
                new Route("PUT", "/@", true, "x"),
                new Route("PUT", "/@?mode=append", true, "x"),
                new Route("PUT", "/@?mode=touch", true, ""),
                new Route("DELETE", "/@", true, ""),
                new Route("POST", ":get", false, "{\"keys\": [\"@\"]}"),
                new Route("POST", ":increment", true, "{\"key\": \"@\", \"initial\": 1}"));
    }

    private DataClient.Answer send(DataClient client, Route route) {
        return send(client, route.method(), route.path(), route.body(), JSON);
    }

    private DataClient.Answer send(
            DataClient client, String method, String path, String body, String... headers) {
        var named = body.replace("@", key);
        return new CacheClient(client)
                .send(
                        method,
                        path.replace("@", key),
                        named.isEmpty() ? null : named.getBytes(StandardCharsets.UTF_8),
                        List.of(headers).stream()
                                .flatMap(header -> List.of(header.split(": ", 2)).stream())
                                .toArray(String[]::new));
    }

    @Test
    void isolation_a_stranger_gets_404_everywhere_as_for_what_does_not_exist() {
        new CacheClient(writer()).etag(key, "kept");
        for (var route : routes()) {
            var foreign = send(writer().as(strangersToken()), route);
            var absent = send(writer().in("demo/no-such-namespace"), route);
            assertThat(foreign.status()).as(route.toString()).isEqualTo(404);
            assertThat(foreign.text()).isEqualTo(absent.text());
            assertThat(foreign.problem()).isEqualTo("not-found");
        }
        assertThat(new CacheClient(writer()).get(key).text()).isEqualTo("kept");
    }

    @Test
    void isolation_a_namespace_of_another_abstraction_is_none_here() {
        for (var route : routes()) {
            assertThat(send(writer().in(ofAnotherAbstraction()), route).problem())
                    .as(route.toString())
                    .isEqualTo("not-found");
        }
        assertThat(writer().get("").problem()).as("nor a cache there").isEqualTo("not-found");
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
    void isolation_a_reader_reads_and_is_told_which_role_writing_needs() {
        new CacheClient(writer()).etag(key, "kept");
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
        assertThat(new CacheClient(writer()).get(key).text()).isEqualTo("kept");
    }
}
