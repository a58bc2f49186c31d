package io.quarry.api.data.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.data.RunningStack;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.Namespaces;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The promises of search on the running stack: gateway, topic, Elasticsearch. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the namespaces are there before each test
class SearchIT extends SearchContract {
    static final String SPEC =
            """
            {"abstraction": "search", "description": "made by a test",
             "workload": {"reads_per_second": {"mid": 100, "high": 1000}, "writes_per_second": {"mid": 100, "high": 1000}},
             "search": {"fields": {
               "title": {"type": "text"}, "tag": {"type": "keyword"}, "views": {"type": "long"},
               "price": {"type": "double"}, "seen": {"type": "date"}, "open": {"type": "boolean"},
               "place": {"type": "geo-point"}, "meaning": {"type": "dense-vector", "dimensions": 2}}}}
            """;

    private final String name = "se-" + Long.toString(System.nanoTime(), 36);
    private SearchClient client;

    @BeforeAll
    void make() {
        client = new SearchClient(RunningStack.namespace(name, SPEC));
    }

    @AfterAll
    void drop() {
        RunningStack.drop(name);
    }

    @Override
    SearchClient client() {
        return client;
    }

    /** Two round trips to the engine take longer than a millisecond. */
    @Test
    void search_3_a_query_is_stopped_by_its_deadline() {
        var late = client.query("{}", "Quarry-Timeout-Ms", "1");
        assertThat(late.status()).as(late.text()).isEqualTo(504);
        assertThat(late.problem()).isEqualTo("deadline-exceeded");
    }

    /** What a gateway was told when the namespace was made is not what it goes by for ever. */
    @Test
    void search_1_a_field_that_is_added_is_searched() {
        var query = "{'where':{'term':{'field':'added','value':7}}}";
        assertThat(client.query(query).problem()).isEqualTo("invalid-request");
        var more = SPEC.replace("\"fields\": {", "\"fields\": {\"added\": {\"type\": \"long\"},");
        var developer = Api.as("demo-developer");
        var path = Namespaces.path("demo", name);
        var read = developer.get(path).expect(200);
        var changed = developer.put(path, more, "If-Match", read.header("ETag")).expect(202);
        assertThat(Namespaces.awaitEnd(developer, changed).path("type").asText())
                .isEqualTo("ChangeNamespace");
        assertThat(client.put("with-added", "{'added':7}").status()).isEqualTo(204);
        assertThat(client.ids(query)).containsExactly("with-added");
    }
}
