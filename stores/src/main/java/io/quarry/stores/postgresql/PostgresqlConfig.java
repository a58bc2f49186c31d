package io.quarry.stores.postgresql;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How a shard is reached by the role that makes databases and roles there.
 *
 * @param endpoints {@code host:port}; of several the driver takes the first that answers
 * @param database where that role logs in; never one of a tenant's
 * @param sslmode as libpq calls it
 * @param password never printed
 */
public record PostgresqlConfig(
        List<String> endpoints, String database, String sslmode, String username, String password) {
    public PostgresqlConfig {
        endpoints = List.copyOf(endpoints);
    }

    String url() {
        return url(database);
    }

    /** Of another database on the shard; what is no letter of a name becomes no parameter. */
    String url(String other) {
        return "jdbc:postgresql://"
                + String.join(",", endpoints)
                + "/"
                + URLEncoder.encode(other, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "PostgresqlConfig[" + url() + ", " + username + "]";
    }
}
