package io.quarry.api.data;

import io.quarry.metadata.route.PlacementRoute;
import io.quarry.metadata.shard.Engine;
import io.quarry.stores.cassandra.CassandraConfig;
import io.quarry.stores.cassandra.CassandraShard;
import io.quarry.stores.spi.ConditionalStore;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.KeyValueStore;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Objects;

/** Sessions to Cassandra, with the gateways' log-in. */
@Singleton
class CassandraOpener implements ShardOpener {
    private static final String DATACENTER = "datacenter1";

    private final CredentialsFile credentials;
    private final DataConfig config;

    @Inject
    CassandraOpener(CredentialsFile credentials, DataConfig config) {
        this.credentials = credentials;
        this.config = config;
    }

    @Override
    public Engine engine() {
        return Engine.CASSANDRA;
    }

    @Override
    public OpenShard open(PlacementRoute placement) {
        var logIn = credentials.data(placement.credentialRef());
        return new Open(
                new CassandraShard(
                        new CassandraConfig(
                                CassandraConfig.endpoints(String.join(",", placement.endpoints())),
                                Objects.requireNonNullElse(placement.datacenter(), DATACENTER),
                                config.keyspace(),
                                logIn.username(),
                                logIn.password(),
                                config.connectionsPerNode(),
                                config.connectTimeout()),
                        Clock.systemUTC()));
    }

    private record Open(CassandraShard shard) implements OpenShard {
        @Override
        public KeyValueStore keyValue() {
            return shard.keyValue();
        }

        @Override
        public ConditionalStore conditional() {
            return shard.conditional();
        }

        @Override
        public void connect(Deadline deadline) {
            shard.connect(deadline);
        }

        @Override
        public void close() {
            shard.close();
        }
    }
}
