package io.quarry.bench;

import java.util.Map;
import java.util.Objects;

/** Where the table is; handed to the floor and the driver by their environment. */
record Settings(int cassandraPort, String username, String password, String table) {
    static Settings of(Map<String, String> environment) {
        return new Settings(
                Integer.parseInt(required(environment, "BENCH_CASSANDRA_PORT")),
                required(environment, "BENCH_CASSANDRA_USERNAME"),
                required(environment, "BENCH_CASSANDRA_PASSWORD"),
                required(environment, "BENCH_TABLE"));
    }

    Map<String, String> toEnvironment() {
        return Map.of(
                "BENCH_CASSANDRA_PORT", String.valueOf(cassandraPort),
                "BENCH_CASSANDRA_USERNAME", username,
                "BENCH_CASSANDRA_PASSWORD", password,
                "BENCH_TABLE", table);
    }

    static String required(Map<String, String> environment, String name) {
        return Objects.requireNonNull(environment.get(name), name + " is not set");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Settings[" + table + "]";
    }
}
