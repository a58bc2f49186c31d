package io.quarry.stores.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CassandraExpiryTest {
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

    @Test
    void the_engine_forgets_an_hour_after_expiry() {
        assertThat(CassandraExpiry.ttl(NOW.plusSeconds(60), NOW)).isEqualTo(60 + 1 + 3_600);
    }

    @Test
    void what_has_expired_is_written_all_the_same_for_an_hour() {
        assertThat(CassandraExpiry.ttl(NOW.minus(Duration.ofDays(9)), NOW)).isEqualTo(3_600);
    }

    @Test
    void what_the_engine_cannot_count_stays_as_garbage() {
        assertThat(CassandraExpiry.ttl(null, NOW)).isEqualTo(CassandraExpiry.NO_TTL);
        assertThat(CassandraExpiry.ttl(Instant.parse("2038-01-19T04:00:00Z"), NOW))
                .isEqualTo(CassandraExpiry.NO_TTL);
        assertThat(CassandraExpiry.ttl(Instant.parse("2110-01-01T00:00:00Z"), NOW))
                .isEqualTo(CassandraExpiry.NO_TTL);
    }
}
