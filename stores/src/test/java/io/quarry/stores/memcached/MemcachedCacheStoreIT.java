package io.quarry.stores.memcached;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.quarry.stores.contract.CacheStoreContract;
import io.quarry.stores.spi.CacheStore;
import io.quarry.stores.stack.RunningStack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On the memcached nodes of the running stack. */
class MemcachedCacheStoreIT extends CacheStoreContract {
    private final EventLoopGroup loops = new NioEventLoopGroup(1);
    private final MemcachedPool pool =
            new MemcachedPool(new MemcachedConfig(RunningStack.endpoints("memcached-1")), loops);

    @BeforeAll
    void connect() {
        pool.connect(RunningStack.soon());
    }

    @Override
    protected CacheStore store() {
        return pool.cache();
    }

    @AfterAll
    void close() throws InterruptedException {
        pool.close();
        loops.shutdownGracefully().await();
    }
}
