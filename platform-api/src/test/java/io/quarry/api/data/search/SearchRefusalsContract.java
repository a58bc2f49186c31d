package io.quarry.api.data.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the search routes refuse, and to whom: always a documented problem, and nothing changed. */
abstract class SearchRefusalsContract {

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

    @TestFactory
    Stream<DynamicTest> bad_input_gets_its_problem_and_changes_nothing() {
        return SearchBadInput.all()
                .map(bad -> DynamicTest.dynamicTest(bad.what(), () -> refused(bad)));
    }

    private void refused(SearchBadInput bad) {
        var id = "r" + UUID.randomUUID();
        assertThat(writer().put(id, "{'views':1}").status()).isEqualTo(204);
        var answer =
                writer().send(
                                bad.method(),
                                bad.path().replace("@", id),
                                bad.body().isEmpty() ? null : bad.body(),
                                bad.headers());
        assertThat(answer.problem()).as(answer.text()).isEqualTo(bad.code());
        assertThat(answer.status()).isEqualTo(bad.status());
        if (!bad.field().isEmpty()) {
            assertThat(answer.json().path("violations").findValuesAsText("field"))
                    .contains(bad.field());
        }
        assertThat(writer().get(id).json().path("views").asInt()).isEqualTo(1);
    }

    @Test
    void a_batch_of_too_many_lines_is_refused() {
        var answer = writer().bulk("{'delete':{'id':'a'}}\n".repeat(1_001));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.problem()).isEqualTo("payload-too-large");
        assertThat(answer.json().path("limit").asInt()).isEqualTo(1_000);
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
