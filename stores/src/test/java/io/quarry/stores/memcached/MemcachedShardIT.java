package io.quarry.stores.memcached;

import static io.quarry.stores.stack.RunningStack.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import io.quarry.stores.stack.RunningStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On the memcached nodes of the running stack. */
class MemcachedShardIT {
    private final List<String> endpoints = RunningStack.endpoints("memcached-1");

    @Test
    void every_node_says_its_version() {
        MemcachedShard shard = new MemcachedShard(new MemcachedConfig(endpoints));
        assertThat(shard.probe(soon())).matches("[0-9]+\\.[0-9]+\\.[0-9]+\\S*");
        assertThat(shard.identity()).containsExactlyInAnyOrderElementsOf(endpoints);
        shard.ensure(soon());
        shard.drop();
        MemcachedVitals vitals = shard.vitals(soon());
        assertThat(vitals.nodes()).isEqualTo(endpoints.size());
        assertThat(vitals.nodesUp()).isEqualTo(endpoints.size());
        assertThat(vitals.memoryBytes()).isPositive();
    }

    /** It can still be used as a cache, and no cache is made there. */
    @Test
    void a_pool_that_lacks_a_node_is_measured_and_takes_nothing() throws IOException {
        List<String> lacking = new ArrayList<>(endpoints);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            lacking.add("127.0.0.1:" + taken.getLocalPort());
        }
        MemcachedShard shard = new MemcachedShard(new MemcachedConfig(lacking));
        assertThat(shard.vitals(soon()).nodesUp()).isEqualTo(endpoints.size());
        assertThatThrownBy(() -> shard.ensure(soon()))
                .isInstanceOf(StoreException.Unavailable.class)
                .hasMessageContaining(lacking.getLast());
        MemcachedShard none = new MemcachedShard(new MemcachedConfig(List.of(lacking.getLast())));
        assertThatThrownBy(() -> none.vitals(Deadline.after(Duration.ofSeconds(2))))
                .isInstanceOf(StoreException.Unavailable.class);
    }
}
