package io.quarry.api.data;

import static io.quarry.api.data.DataClient.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.kit.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    private static final String ITEMS =
            "{\"items\": [{\"key\": \"a\", \"value\": {\"text\": \"x\"}}]}";
    private static final String JSON = "application/json";

    @TestFactory
    List<DynamicTest> bad_input_gets_its_problem_and_changes_nothing() {
        return BadInput.all(record).stream()
                .map(one -> DynamicTest.dynamicTest(one.what(), () -> refused(one)))
                .toList();
    }

    private void refused(BadInput one) {
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

    @Test
    void a_body_that_does_not_arrive_before_the_deadline_is_refused_and_nothing_kept()
            throws IOException {
        var answer =
                Wire.exchange(
                        writer().server(),
                        """
                        PUT /data/v1/kv/%s/records%s HTTP/1.1
                        Host: quarry
                        Authorization: Bearer %s
                        Quarry-Timeout-Ms: 300
                        Connection: close
                        Content-Length: 10

                        begun"""
                                .formatted(
                                        writer().namespace(), item(record, "a"), writer().token()));
        assertThat(answer).startsWith("HTTP/1.1 504 ").contains("\"deadline-exceeded\"");
        assertThat(writer().get(item(record, "a")).problem()).isEqualTo("item-not-found");
    }

    @Test
    void a_key_that_is_not_percent_encoded_is_named() throws IOException {
        var answer =
                Wire.exchange(
                        writer().server(),
                        """
                        GET /data/v1/kv/%s/records/a/items/50%% HTTP/1.1
                        Host: quarry
                        Authorization: Bearer %s
                        Connection: close

                        """
                                .formatted(writer().namespace(), writer().token()));
        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("\"invalid-request\"", "\"field\":\"key\"");
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
