package io.quarry.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.quarry.stores.spi.NamespaceRef;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatabaseStatementsTest {
    private static final String UID = "k3v9x2m4q7w1z8n5b6c0";
    private static final NamespaceRef NAMESPACE = new NamespaceRef(UID, 1);
    private static final DatabaseLimits LIMITS = new DatabaseLimits(7, Duration.ofSeconds(30));
    private static final String VERIFIER =
            "SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0c2FsdA==$c3RvcmVk:c2VydmVy";

    @Test
    void a_database_is_closed_until_nobody_else_may_come_in() {
        assertThat(DatabaseStatements.createDatabase(NAMESPACE))
                .isEqualTo(
                        "CREATE DATABASE k3v9x2m4q7w1z8n5b6c0_1 OWNER k3v9x2m4q7w1z8n5b6c0_owner"
                                + " ALLOW_CONNECTIONS false");
        assertThat(DatabaseStatements.open(NAMESPACE, LIMITS))
                .containsExactly(
                        "REVOKE ALL ON DATABASE k3v9x2m4q7w1z8n5b6c0_1 FROM PUBLIC",
                        "ALTER DATABASE k3v9x2m4q7w1z8n5b6c0_1 WITH ALLOW_CONNECTIONS true"
                                + " CONNECTION LIMIT 7");
    }

    @Test
    void both_log_ins_begin_locked_and_within_the_limits() {
        List<String> roles = DatabaseStatements.roles(UID, LIMITS);
        for (String login : List.of(Slot.A.role(UID), Slot.B.role(UID))) {
            assertThat(roles)
                    .anyMatch(each -> each.contains("CREATE ROLE " + login + " NOLOGIN"))
                    .contains(
                            "ALTER ROLE " + login + " CONNECTION LIMIT 7",
                            "ALTER ROLE " + login + " SET statement_timeout = 30000");
        }
    }

    @Test
    void roles_go_once_nothing_is_theirs() {
        assertThat(DatabaseStatements.dropRoles(UID))
                .containsExactly(
                        "DROP ROLE IF EXISTS k3v9x2m4q7w1z8n5b6c0_a",
                        "DROP ROLE IF EXISTS k3v9x2m4q7w1z8n5b6c0_b",
                        "DROP ROLE IF EXISTS k3v9x2m4q7w1z8n5b6c0_owner");
    }

    @Test
    void only_a_verifier_goes_into_a_statement() {
        assertThat(DatabaseStatements.unlock(Slot.A.role(UID), VERIFIER))
                .isEqualTo("ALTER ROLE k3v9x2m4q7w1z8n5b6c0_a LOGIN PASSWORD '" + VERIFIER + "'");
        for (String other :
                List.of("", "secret", VERIFIER + "'", "SCRAM-SHA-256$4096:a$b", "md5abc")) {
            assertThatIllegalArgumentException()
                    .as(other)
                    .isThrownBy(() -> DatabaseStatements.unlock(Slot.A.role(UID), other));
        }
    }

    @Test
    void a_limit_is_never_none() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DatabaseLimits(0, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DatabaseLimits(1, Duration.ofNanos(1)));
    }
}
