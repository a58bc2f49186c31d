package io.quarry.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.stores.spi.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class StructureSessionTest {
    private static final PostgresqlConfig CONFIG =
            new PostgresqlConfig(
                    List.of("one:5432", "two:5433"), "admin", "verify-full", "structure", "secret");

    @Test
    void nothing_that_is_preset_reaches_a_session() {
        Properties properties =
                StructureSession.properties(
                        CONFIG, Deadline.after(Duration.ofSeconds(5), () -> 0L));
        assertThat(properties.getProperty("options"))
                .contains(
                        "-c search_path=pg_catalog,pg_temp",
                        "-c role=none",
                        "-c default_transaction_read_only=off",
                        "-c statement_timeout=5000");
        assertThat(properties.getProperty("sslmode")).isEqualTo("verify-full");
    }

    @Test
    void a_name_of_a_database_is_no_parameter() {
        assertThat(CONFIG.url()).isEqualTo("jdbc:postgresql://one:5432,two:5433/admin");
        assertThat(CONFIG.url("x?socketFactory=evil"))
                .isEqualTo("jdbc:postgresql://one:5432,two:5433/x%3FsocketFactory%3Devil");
    }

    @Test
    void nobody_prints_the_password() {
        assertThat(CONFIG).asString().doesNotContain("secret");
    }
}
