package io.quarry.api.data.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.jspecify.annotations.Nullable;

/** What the search routes refuse, and to whom: always a documented problem, and nothing changed. */
abstract class SearchRefusalsContract {
    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";

    /** May write. */
    abstract SearchClient writer();

    /** May read only. */
    abstract String readersToken();

    /** Of another tenant. */
    abstract String strangersToken();

    /** Another search namespace of the same tenant. */
    abstract String otherNamespace();

    /** A namespace of the same tenant that is of another abstraction. */
    abstract String otherAbstraction();

    private record Bad(
            String what,
            String method,
            String path,
            int status,
            String code,
            String field,
            @Nullable String type,
            @Nullable String body) {}

    private static final List<Bad> TABLE =
            List.of(
                    bad("no JSON", "PUT", "/documents/@", 400, "invalid-request", "body", JSON, "{"),
                    bad("an array", "PUT", "/documents/@", 400, "invalid-request", "body", JSON, "[]"),
                    bad("a name twice", "PUT", "/documents/@", 400, "invalid-request", "body", JSON, "{'a':1,'a':2}"),
                    bad("wrong type", "PUT", "/documents/@", 400, "invalid-request", "/views", JSON, "{'views':1.5}"),
                    bad("wrong in a list", "PUT", "/documents/@", 400, "invalid-request", "/tag/1", JSON, "{'tag':['x',{}]}"),
                    bad("text as JSON", "PUT", "/documents/@", 415, "unsupported-media-type", "", "text/plain", "{}"),
                    bad("no type", "PUT", "/documents/@", 415, "unsupported-media-type", "", null, "{}"),
                    bad("too large", "PUT", "/documents/@", 413, "payload-too-large", "", JSON, "{'x':'" + "x".repeat(262_144) + "'}"),
                    bad("long id", "PUT", "/documents/" + "x".repeat(513), 422, "limit-exceeded", "id", JSON, "{}"),
                    bad("empty id", "GET", "/documents/", 400, "invalid-request", "id", null, null),
                    bad("id of dots", "DELETE", "/documents/%2e%2e", 400, "invalid-request", "id", null, null),
                    bad("id of no text", "GET", "/documents/_w?key_encoding=base64url", 400, "invalid-request", "id", null, null),
                    bad("wrong refresh", "PUT", "/documents/@?refresh=now", 400, "invalid-request", "refresh", JSON, "{}"),
                    bad("unknown parameter", "POST", ":query?size=1", 400, "unknown-field", "size", JSON, "{}"),
                    bad("raw engine query", "POST", ":query", 400, "invalid-request", "/query", JSON, "{'query':{'match_all':{}}}"),
                    bad("a script", "POST", ":query", 400, "invalid-request", "/where/script", JSON, "{'where':{'script':{}}}"),
                    bad("the engine's id", "POST", ":query", 400, "invalid-request", "/where/exists/field", JSON, "{'where':{'exists':{'field':'_id'}}}"),
                    bad("our envelope", "POST", ":query", 400, "invalid-request", "/where/term/field", JSON, "{'where':{'term':{'field':'token','value':'x'}}}"),
                    bad("a wildcard of fields", "POST", ":query", 400, "invalid-request", "/highlight/0", JSON, "{'highlight':['*']}"),
                    bad("a false page token", "POST", ":query", 400, "page-token-invalid", "page_token", JSON, "{'page_token':'abc'}"),
                    bad("large query", "POST", ":query", 413, "payload-too-large", "", JSON, "{'x':'" + "x".repeat(65_536) + "'}"),
                    bad("batch as JSON", "POST", "/documents:bulk", 415, "unsupported-media-type", "", JSON, "{}"),
                    bad("batch of no lines", "POST", "/documents:bulk", 400, "invalid-request", "/0", LINES, "[]"),
                    bad("long batch", "POST", "/documents:bulk", 422, "limit-exceeded", "items", LINES, "{'delete':{'id':'a'}}\n".repeat(1_001)),
                    bad("get a query", "GET", ":query", 405, "method-not-allowed", "", null, null),
                    bad("post a document", "POST", "/documents/@", 405, "method-not-allowed", "", JSON, "{}"),
                    bad("the engine's path", "POST", "/_search", 404, "not-found", "", JSON, "{}"),
                    bad("an unknown verb", "POST", ":delete", 404, "not-found", "", JSON, "{}"),
                    bad("below a document", "GET", "/documents/a/b", 404, "not-found", "", null, null));

    private static Bad bad(
            String what,
            String method,
            String path,
            int status,
            String code,
            String field,
            @Nullable String type,
            @Nullable String body) {
        return new Bad(what, method, path, status, code, field, type, body);
    }

    @TestFactory
    Stream<DynamicTest> bad_input_gets_its_problem_and_changes_nothing() {
        return TABLE.stream().map(bad -> DynamicTest.dynamicTest(bad.what(), () -> refused(bad)));
    }

    private void refused(Bad bad) {
        var id = "r" + UUID.randomUUID();
        assertThat(writer().put(id, "{'views':1}").status()).isEqualTo(204);
        var headers =
                bad.type() == null ? new String[0] : new String[] {"Content-Type", bad.type()};
        var answer =
                writer().send(bad.method(), bad.path().replace("@", id), bad.body(), headers);
        assertThat(answer.problem()).as(answer.text()).isEqualTo(bad.code());
        assertThat(answer.status()).isEqualTo(bad.status());
        if (!bad.field().isEmpty()) {
            assertThat(answer.json().path("violations").findValuesAsText("field"))
                    .contains(bad.field());
        }
        assertThat(writer().get(id).json().path("views").asInt()).isEqualTo(1);
    }

    @Test
    void conditions_are_refused() {
        assertThat(writer().put("c", "{}", "If-Match", "\"1-1\"").problem())
                .isEqualTo("condition-not-supported");
        assertThat(writer().put("c", "{}", "If-None-Match", "*").problem())
                .isEqualTo("condition-not-supported");
    }

    @Test
    void tokens_far_from_the_clock_are_refused() {
        assertThat(writer().put("c", "{}", "Quarry-Token", "1-1").problem())
                .isEqualTo("token-drift");
        assertThat(writer().delete("c", "Quarry-Token", "x").problem())
                .isEqualTo("invalid-request");
    }

    @Test
    void a_reader_reads_and_does_not_write() {
        writer().put("shared", "{'views':1}");
        var reader = writer().as(readersToken());
        assertThat(reader.get("shared").status()).isEqualTo(200);
        assertThat(reader.query("{}").status()).isEqualTo(200);
        assertThat(reader.put("shared", "{}").problem()).isEqualTo("forbidden");
        assertThat(reader.delete("shared").problem()).isEqualTo("forbidden");
        assertThat(reader.bulk("{'delete':{'id':'shared'}}").problem()).isEqualTo("forbidden");
    }

    @Test
    void another_tenant_sees_no_namespace() {
        var stranger = writer().as(strangersToken());
        assertThat(stranger.get("shared").problem()).isEqualTo("not-found");
        assertThat(stranger.query("{}").problem()).isEqualTo("not-found");
        assertThat(stranger.put("shared", "{}").problem()).isEqualTo("not-found");
        assertThat(writer().as(null).query("{}").problem()).isEqualTo("unauthenticated");
    }

    @Test
    void namespaces_share_no_documents_and_no_pages() {
        var tag = "t" + UUID.randomUUID();
        var document = "{'tag':'" + tag + "'}";
        writer().put(tag + "a", document);
        writer().put(tag + "b", document);
        var other = writer().in(otherNamespace());
        assertThat(other.get(tag + "a").problem()).isEqualTo("item-not-found");
        var query = "{'where':{'term':{'field':'tag','value':'" + tag + "'}},'limit':1";
        assertThat(other.ids(query + "}")).isEmpty();
        var token = writer().found(query + "}").path("next_page_token").asText();
        var next = query + ",'page_token':'" + token + "'}";
        assertThat(writer().ids(next)).containsExactly(tag + "b");
        assertThat(other.query(next).problem()).isEqualTo("page-token-invalid");
    }

    @Test
    void a_namespace_of_another_abstraction_has_no_such_routes() {
        var answer = writer().in(otherAbstraction()).query("{}");
        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.problem()).isNotEmpty();
    }
}
