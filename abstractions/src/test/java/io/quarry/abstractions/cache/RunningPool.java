package io.quarry.abstractions.cache;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.quarry.stores.memcached.MemcachedConfig;
import io.quarry.stores.memcached.MemcachedPool;
import io.quarry.stores.spi.CacheStore;
import java.util.List;
import java.util.Objects;

/** The memcached nodes of the running stack. */
final class RunningPool {
    private static final String VARIABLE = "QUARRY_SHARD_MEMCACHED_1";

    private final EventLoopGroup loops = new NioEventLoopGroup(1);
    private final MemcachedPool pool =
            new MemcachedPool(new MemcachedConfig(List.of(endpoints().split(",", -1))), loops);

    RunningPool() {
        pool.connect(CacheWorld.soon());
    }

    CacheStore cache() {
        return pool.cache();
    }

    void close() throws InterruptedException {
        pool.close();
        loops.shutdownGracefully().await();
    }

    private static String endpoints() {
        return Objects.requireNonNull(
                System.getenv(VARIABLE),
                VARIABLE + " is not set: start the stack and take its environment");
    }
}
