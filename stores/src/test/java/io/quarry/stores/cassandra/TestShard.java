package io.quarry.stores.cassandra;

import io.quarry.stores.stack.RunningStack;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;

/**
 * The Cassandra of the running stack, as both roles see it. Where it is and how to log in comes
 * from the environment; without it the tests fail and say what is missing.
 */
final class TestShard implements AutoCloseable {
    private static final String ID = "cassandra-1";

    private final CassandraShard data;
    private final CassandraShard structure;

    TestShard(InstantSource clock) {
        data = new CassandraShard(dataConfig(endpoint()), clock);
        structure = new CassandraShard(config("structure", endpoint()), clock);
    }

    /** A shard that is reached by another way than its own address. */
    static CassandraShard dataThrough(InetSocketAddress address) {
        return new CassandraShard(dataConfig(address), InstantSource.system());
    }

    static CassandraConfig dataConfig(InetSocketAddress address) {
        return config("data", address);
    }

    static InetSocketAddress endpoint() {
        return CassandraConfig.endpoints(String.join(",", RunningStack.endpoints(ID))).getFirst();
    }

    private static CassandraConfig config(String role, InetSocketAddress address) {
        return CassandraConfig.of(
                List.of(address),
                "datacenter1",
                "quarry",
                RunningStack.username(ID, role),
                RunningStack.password(ID, role));
    }

    CassandraShard data() {
        return data;
    }

    CassandraShard structure() {
        return structure;
    }

    @Override
    public void close() {
        data.close();
        structure.close();
    }
}
