package io.quarry.stores.postgresql;

import static java.util.Locale.ROOT;
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
    void a_database_belongs_to_the_platform_and_is_closed_until_nobody_else_may_come_in() {
        assertThat(DatabaseStatements.createDatabase(NAMESPACE))
                .isEqualTo("CREATE DATABASE k3v9x2m4q7w1z8n5b6c0_1 ALLOW_CONNECTIONS false");
        assertThat(DatabaseStatements.guard(NAMESPACE, LIMITS))
                .containsExactly(
                        "ALTER DATABASE k3v9x2m4q7w1z8n5b6c0_1 OWNER TO CURRENT_USER",
                        "REVOKE ALL ON DATABASE k3v9x2m4q7w1z8n5b6c0_1 FROM PUBLIC",
                        "ALTER DATABASE k3v9x2m4q7w1z8n5b6c0_1 SET statement_timeout = 30000",
                        "ALTER DATABASE k3v9x2m4q7w1z8n5b6c0_1 SET"
                                + " idle_in_transaction_session_timeout = 600000",
                        "ALTER DATABASE k3v9x2m4q7w1z8n5b6c0_1 WITH ALLOW_CONNECTIONS true"
                                + " CONNECTION LIMIT 7");
        assertThat(DatabaseStatements.letIn(NAMESPACE))
                .isEqualTo(
                        "GRANT CONNECT, TEMPORARY, CREATE ON DATABASE k3v9x2m4q7w1z8n5b6c0_1 TO"
                                + " k3v9x2m4q7w1z8n5b6c0_owner");
    }

    @Test
    void both_log_ins_begin_locked_and_within_the_limits() {
        List<String> roles = DatabaseStatements.roles(UID, LIMITS);
        for (String login : List.of(Slot.A.role(UID), Slot.B.role(UID))) {
            assertThat(roles)
                    .anyMatch(each -> each.contains("CREATE ROLE " + login + " NOLOGIN"))
                    .contains("ALTER ROLE " + login + " CONNECTION LIMIT 7");
        }
    }

    @Test
    void the_owner_goes_after_its_members() {
        assertThat(DatabaseStatements.all(UID))
                .containsExactly(
                        "k3v9x2m4q7w1z8n5b6c0_a",
                        "k3v9x2m4q7w1z8n5b6c0_b",
                        "k3v9x2m4q7w1z8n5b6c0_owner");
    }

    @Test
    void only_a_uid_becomes_part_of_a_statement() {
        for (String other :
                List.of("", "postgres", UID + "; DROP TABLE x", UID.toUpperCase(ROOT))) {
            assertThatIllegalArgumentException()
                    .as(other)
                    .isThrownBy(() -> DatabaseStatements.roles(other, LIMITS));
            assertThatIllegalArgumentException()
                    .as(other)
                    .isThrownBy(() -> DatabaseStatements.all(other));
            assertThatIllegalArgumentException().as(other).isThrownBy(() -> Slot.A.role(other));
        }
    }

    @Test
    void only_a_verifier_goes_into_a_statement_and_what_was_preset_goes_before_it() {
        assertThat(unlock(VERIFIER))
                .containsExactly(
                        "ALTER ROLE k3v9x2m4q7w1z8n5b6c0_a RESET ALL",
                        "ALTER ROLE k3v9x2m4q7w1z8n5b6c0_a IN DATABASE k3v9x2m4q7w1z8n5b6c0_1 RESET"
                                + " ALL",
                        "ALTER ROLE k3v9x2m4q7w1z8n5b6c0_a SET ROLE k3v9x2m4q7w1z8n5b6c0_owner",
                        "ALTER ROLE k3v9x2m4q7w1z8n5b6c0_a LOGIN PASSWORD '" + VERIFIER + "'");
        for (String other :
                List.of("", "secret", VERIFIER + "'", "SCRAM-SHA-256$4096:a$b", "md5abc")) {
            assertThatIllegalArgumentException().as(other).isThrownBy(() -> unlock(other));
        }
    }

    private static List<String> unlock(String verifier) {
        return DatabaseStatements.unlock(UID, Slot.A, verifier, List.of(NAMESPACE));
    }

    @Test
    void a_limit_is_never_none() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DatabaseLimits(0, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DatabaseLimits(1, Duration.ofNanos(1)));
    }
}
