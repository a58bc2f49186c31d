package io.quarry.api.data;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.quarry.metadata.route.PlacementRoute;
import io.quarry.metadata.shard.Engine;
import io.quarry.stores.memcached.MemcachedConfig;
import io.quarry.stores.memcached.MemcachedPool;
import io.quarry.stores.spi.CacheStore;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sessions to memcached pools, which ask for no log-in. All pools share their threads. */
@Singleton
class MemcachedOpener implements ShardOpener {
    /** Enough for what it does: bytes in and out, no work of its own. */
    private static final int THREADS = 2;

    /** How long a call waits that finds the pool not connected yet. */
    private static final Duration FIRST_CALL = Duration.ofMillis(500);

    /** Nodes that are there answer at once; those that are not are to hold up nobody. */
    private static final Duration AHEAD_OF_CALLS = Duration.ofSeconds(1);

    private @Nullable EventLoopGroup loops;

    @Override
    public Engine engine() {
        return Engine.MEMCACHED;
    }

    @Override
    public OpenShard open(PlacementRoute placement) {
        return new Open(
                new MemcachedPool(new MemcachedConfig(placement.endpoints()), sharedLoops()));
    }

    private synchronized EventLoopGroup sharedLoops() {
        var shared = loops;
        if (shared == null) {
            shared = new NioEventLoopGroup(THREADS, new DefaultThreadFactory("memcached", true));
            loops = shared;
        }
        return shared;
    }

    @PreDestroy
    synchronized void stop() {
        if (loops != null) {
            Object _ = loops.shutdownGracefully();
        }
    }

    private record Open(MemcachedPool pool) implements OpenShard {
        /**
         * Waits only where no node has answered yet; what is not there then fails by itself, node
         * by node.
         */
        @Override
        public CacheStore cache() {
            if (pool.nodesUp() == 0) {
                try {
                    pool.connect(Deadline.after(FIRST_CALL));
                } catch (StoreException.Unavailable e) {
                    return pool.cache();
                }
            }
            return pool.cache();
        }

        @Override
        public void connect(Deadline deadline) {
            var soon = deadline.remaining().compareTo(AHEAD_OF_CALLS) < 0;
            pool.connect(soon ? deadline : Deadline.after(AHEAD_OF_CALLS));
        }

        @Override
        public void close() {
            pool.close();
        }
    }
}
