package io.quarry.api.data.search;

import io.quarry.api.data.RunningStack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

}
