package io.quarry.stores.memcached;

import com.spotify.folsom.AsciiMemcacheClient;
import com.spotify.folsom.ExponentialBackoff;
import com.spotify.folsom.MemcacheClientBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.quarry.stores.spi.CacheKey;
import io.quarry.stores.spi.CacheStore;
import io.quarry.stores.spi.Deadline;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Connections to all nodes of one pool. A node that is away is tried again every second; until it
 * is back its calls fail at once. One that takes calls and answers none for two seconds counts as
 * away. Thread safe.
 */
public final class MemcachedPool implements AutoCloseable {
    /** Until a connection whose oldest call has no answer is given up. */
    static final long SILENCE_MILLIS = 2_000;

    private static final int BACKOFF_MILLIS = 20;
    private static final long MOST_BACKOFF_MILLIS = 1_000;
    private static final double BACKOFF_FACTOR = 2;

    /** Two, so that a value of a mebibyte does not hold up every other call of its node. */
    private static final int CONNECTIONS = 2;

    /** A connection; more are refused, since they could only wait. */
    private static final int CALLS_UNDER_WAY = 1_000;

    private final List<String> endpoints;
    private final List<AsciiMemcacheClient<byte[]>> clients;
    private final Rendezvous ring;

    /**
     * Begins to connect, and does not wait.
     *
     * @param loops carry the connections; they stay open when the pool is closed
     */
    public MemcachedPool(MemcachedConfig config, EventLoopGroup loops) {
        this.endpoints = config.endpoints();
        this.clients =
                endpoints.stream().map(endpoint -> MemcachedPool.client(endpoint, loops)).toList();
        this.ring = new Rendezvous(endpoints);
    }

    /**
     * Waits until every node answers, or the deadline passed; nodes that do not are tried on.
     *
     * @throws io.quarry.stores.spi.StoreException.Unavailable where no node answers
     */
    public void connect(Deadline deadline) {
        Waiting.until(
                CompletableFuture.allOf(
                        clients.stream()
                                .map(client -> client.fullyConnectedFuture().toCompletableFuture())
                                .toArray(CompletableFuture<?>[]::new)),
                deadline);
        if (nodesUp() == 0) {
            throw MemcachedErrors.noNode(endpoints);
        }
    }

    public CacheStore cache() {
        return new MemcachedCacheStore(this);
    }

    /** How many nodes answer at this moment. */
    public int nodesUp() {
        return Math.toIntExact(clients.stream().filter(AsciiMemcacheClient::isConnected).count());
    }

    @Override
    public void close() {
        clients.forEach(AsciiMemcacheClient::shutdown);
    }

    /** The index of the node that a key belongs to. */
    int node(CacheKey key) {
        return ring.node(key.text());
    }

    int nodes() {
        return endpoints.size();
    }

    String endpoint(int node) {
        return endpoints.get(node);
    }

    AsciiMemcacheClient<byte[]> client(int node) {
        return clients.get(node);
    }

    private static AsciiMemcacheClient<byte[]> client(String endpoint, EventLoopGroup loops) {
        int colon = endpoint.lastIndexOf(':');
        return MemcacheClientBuilder.newByteArrayClient()
                .withAddress(
                        endpoint.substring(0, colon),
                        Integer.parseInt(endpoint.substring(colon + 1)))
                .withKeyCharset(StandardCharsets.US_ASCII)
                .withEventLoopGroup(loops)
                .withChannelClass(NioSocketChannel.class)
                // answers are handed over by the event loop: whoever waits does the work
                .withReplyExecutor(null)
                .withConnections(CONNECTIONS)
                .withMaxOutstandingRequests(CALLS_UNDER_WAY)
                .withConnectionTimeoutMillis(SILENCE_MILLIS)
                .withBackoff(
                        new ExponentialBackoff(BACKOFF_MILLIS, MOST_BACKOFF_MILLIS, BACKOFF_FACTOR))
                .withReconnectionListener(new NodeLog(endpoint))
                // an increment must not be sent twice
                .withRetry(false)
                .connectAscii();
    }
}
