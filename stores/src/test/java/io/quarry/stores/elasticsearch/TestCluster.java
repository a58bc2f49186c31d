package io.quarry.stores.elasticsearch;

import io.quarry.stores.http.HttpNodes;
import io.quarry.stores.stack.RunningStack;

/** The Elasticsearch of the running stack, as each of its two log-ins. */
final class TestCluster implements AutoCloseable {
    private static final String ID = "elasticsearch-1";

    private final HttpNodes nodes = new HttpNodes();

    ElasticsearchShard structure() {
        return new ElasticsearchShard(config("structure"), nodes);
    }

    ElasticsearchShard data() {
        return new ElasticsearchShard(config("data"), nodes);
    }

    ElasticsearchCluster asked(String role) {
        return new ElasticsearchCluster(config(role), nodes);
    }

    static ElasticsearchConfig config(String role) {
        return new ElasticsearchConfig(
                RunningStack.endpoints(ID),
                RunningStack.username(ID, role),
                RunningStack.password(ID, role));
    }

    @Override
    public void close() {
        nodes.close();
    }
}
