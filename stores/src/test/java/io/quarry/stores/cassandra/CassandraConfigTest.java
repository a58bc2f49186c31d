package io.quarry.stores.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CassandraConfigTest {
    @Test
    void endpoints_are_hosts_with_ports() {
        assertThat(CassandraConfig.endpoints("127.0.0.1:9042, localhost:9043"))
                .extracting(endpoint -> endpoint.getPort())
                .containsExactly(9042, 9043);
        assertThatThrownBy(() -> CassandraConfig.endpoints("127.0.0.1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_password_is_never_printed() {
        CassandraConfig config =
                CassandraConfig.of(
                        CassandraConfig.endpoints("127.0.0.1:9042"),
                        "dc",
                        "quarry",
                        "role",
                        "s3cret");
        assertThat(config.toString()).contains("role").doesNotContain("s3cret");
    }

    @Test
    void a_keyspace_is_a_plain_name() {
        List<java.net.InetSocketAddress> endpoints = CassandraConfig.endpoints("127.0.0.1:9042");
        assertThatThrownBy(() -> CassandraConfig.of(endpoints, "dc", "x; DROP", "role", "s3cret"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
