package io.quarry.api.data.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.data.DataClient;
import io.quarry.api.data.DataClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A caller of the search routes of one namespace. JSON is written with apostrophes. */
record SearchClient(DataClient client) {
    SearchClient in(String otherNamespace) {
        return new SearchClient(client.in(otherNamespace));
    }

    SearchClient as(@Nullable String otherToken) {
        return new SearchClient(client.as(otherToken));
    }

    /**
     * @param path below the namespace, as it goes over the wire
     */
    Answer send(String method, String path, @Nullable String body, String... headers) {
        return client.exchange(
                method,
                client.server() + "/data/v1/search/" + client.namespace() + path,
                body == null ? null : body.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                headers);
    }

    private Answer typed(String type, String method, String path, String body, String... more) {
        var headers =
                Stream.concat(Stream.of("Content-Type", type), Stream.of(more))
                        .toArray(String[]::new);
        return send(method, path, body, headers);
    }

    Answer get(String id) {
        return send("GET", "/documents/" + DataClient.encode(id), null);
    }

    /** Answered when queries find it. */
    Answer put(String id, String document, String... headers) {
        return typed(
                "application/json",
                "PUT",
                "/documents/" + DataClient.encode(id) + "?refresh=wait",
                document,
                headers);
    }

    Answer delete(String id, String... headers) {
        return send(
                "DELETE", "/documents/" + DataClient.encode(id) + "?refresh=wait", null, headers);
    }

    Answer bulk(String lines) {
        return typed("application/x-ndjson", "POST", "/documents:bulk?refresh=wait", lines);
    }

    Answer query(String query, String... headers) {
        return typed("application/json", "POST", ":query", query, headers);
    }

    /** What a query that is in order finds. */
    JsonNode found(String query) {
        var answer = query(query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    List<String> ids(String query) {
        return ids(found(query));
    }

    static List<String> ids(JsonNode page) {
        return StreamSupport.stream(page.path("items").spliterator(), false)
                .map(item -> item.path("id").asText())
                .toList();
    }
}
