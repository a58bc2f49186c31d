package io.quarry.stores.postgresql;

import java.util.List;

/**
 * How a shard is reached by the role that makes databases and roles there.
 *
 * @param endpoints {@code host:port}; of several the driver takes the first that answers
 * @param database where that role logs in; never one of a tenant's
 * @param password never printed
 */
public record PostgresqlConfig(
        List<String> endpoints, String database, String username, String password) {
    public PostgresqlConfig {
        endpoints = List.copyOf(endpoints);
    }

    String url() {
        return "jdbc:postgresql://" + String.join(",", endpoints) + "/" + database;
    }

    @Override
    public String toString() {
        return "PostgresqlConfig[" + url() + ", " + username + "]";
    }
}
