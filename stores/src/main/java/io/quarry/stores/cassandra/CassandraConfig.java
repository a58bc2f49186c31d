package io.quarry.stores.cassandra;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How to reach one cluster, in one role.
 *
 * @param contactPoints at least one; the driver finds the other nodes
 * @param datacenter where this process runs; LOCAL_QUORUM is counted there
 * @param keyspace holds all structures; it exists already, with the replication that the operator
 *     chose
 * @param username a role that may only do what this process does: data for gateways, structure for
 *     the worker
 * @param password never printed
 * @param connectionsPerNode at least 1; each carries up to 1,024 requests at a time
 * @param connectTimeout for one attempt to open a connection and log in
 */
public record CassandraConfig(
        List<InetSocketAddress> contactPoints,
        String datacenter,
        String keyspace,
        String username,
        String password,
        int connectionsPerNode,
        Duration connectTimeout) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /**
     * @throws IllegalArgumentException where a value is outside its range, or the keyspace is not a
     *     plain name
     */
    public CassandraConfig {
        contactPoints = List.copyOf(contactPoints);
        if (contactPoints.isEmpty() || connectionsPerNode < 1) {
            throw new IllegalArgumentException("a cluster needs a contact point and a connection");
        }
        if (!keyspace.matches("[a-z][a-z0-9_]{0,47}")) {
            throw new IllegalArgumentException("not a plain keyspace name: " + keyspace);
        }
    }

    /** One connection a node, five seconds to connect. */
    public static CassandraConfig of(
            List<InetSocketAddress> contactPoints,
            String datacenter,
            String keyspace,
            String username,
            String password) {
        return new CassandraConfig(
                contactPoints, datacenter, keyspace, username, password, 1, CONNECT_TIMEOUT);
    }

    /**
     * Reads {@code host:port[,host:port…]}.
     *
     * @throws IllegalArgumentException where it is not of that form
     */
    public static List<InetSocketAddress> endpoints(String text) {
        return List.of(text.split(",")).stream()
                .map(String::strip)
                .map(CassandraConfig::endpoint)
                .toList();
    }

    private static InetSocketAddress endpoint(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("not host:port: " + text);
        }
        return new InetSocketAddress(
                text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "CassandraConfig["
                + contactPoints
                + ", "
                + datacenter
                + ", "
                + keyspace
                + ", "
                + username
                + "]";
    }
}
