package io.quarry.stores.memcached;

import com.spotify.folsom.guava.HostAndPort;
import com.spotify.folsom.reconnect.AbstractReconnectionListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that a node is away, and once that it is back; not at each attempt. */
final class NodeLog extends AbstractReconnectionListener {
    private static final Logger LOG = LoggerFactory.getLogger(NodeLog.class);

    private final String endpoint;

    NodeLog(String endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public void connectionLost(@Nullable Throwable cause, HostAndPort address) {
        LOG.info("memcached {}: a connection ended", endpoint);
    }

    @Override
    public void reconnectionSuccessful(
            HostAndPort address, int attempt, boolean willStayConnected) {
        if (attempt > 0) {
            LOG.info("memcached {}: answers again", endpoint);
        }
    }

    @Override
    public void reconnectionQueuedFromError(
            Throwable cause, HostAndPort address, long backOffMillis, int attempt) {
        if (attempt == 1) {
            LOG.warn("memcached {}: does not answer, tried again each second", endpoint, cause);
        }
    }
}
