package io.quarry.api.data;

import io.quarry.metadata.route.PlacementRoute;
import io.quarry.metadata.shard.Engine;
import io.quarry.stores.elasticsearch.ElasticsearchConfig;
import io.quarry.stores.elasticsearch.ElasticsearchShard;
import io.quarry.stores.http.HttpNodes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.search.SearchStore;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Sessions to Elasticsearch, with the gateways' log-in and connections of their own. */
@Singleton
class ElasticsearchOpener implements ShardOpener {
    private final CredentialsFile credentials;

    @Inject
    ElasticsearchOpener(CredentialsFile credentials) {
        this.credentials = credentials;
    }

    @Override
    public Engine engine() {
        return Engine.ELASTICSEARCH;
    }

    @Override
    public OpenShard open(PlacementRoute placement) {
        var logIn = credentials.data(placement.credentialRef());
        var nodes = new HttpNodes();
        var shard =
                new ElasticsearchShard(
                        new ElasticsearchConfig(
                                placement.endpoints(), logIn.username(), logIn.password()),
                        nodes);
        return new Open(shard, shard.search(Clock.systemUTC()), nodes);
    }

    private record Open(ElasticsearchShard shard, SearchStore search, HttpNodes nodes)
            implements OpenShard {
        @Override
        public void connect(Deadline deadline) {
            shard.connect(deadline);
        }

        @Override
        public void close() {
            nodes.close();
        }
    }
}
