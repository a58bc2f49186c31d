package io.quarry.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FitnessTest {
    private static Fitness server(int version, int prepared, boolean bounded, String open) {
        return new Fitness(version, prepared, bounded, false, true, true, true, true, open);
    }

    private static Fitness role(
            boolean superuser, boolean databases, boolean roles, boolean ends, boolean sees) {
        return new Fitness(150_004, 0, true, superuser, databases, roles, ends, sees, "");
    }

    @Test
    void a_server_that_keeps_tenants_apart_lacks_nothing() {
        assertThat(server(150_000, 0, true, "").missing()).isEmpty();
        assertThat(server(180_001, 0, true, "").missing()).isEmpty();
    }

    @Test
    void each_fault_of_a_server_is_named() {
        assertThat(server(140_012, 1, false, "postgres, template1").missing())
                .satisfiesExactly(
                        each -> assertThat(each).contains("PostgreSQL 15 or newer"),
                        each -> assertThat(each).contains("max_prepared_transactions"),
                        each -> assertThat(each).contains("temp_file_limit"),
                        each -> assertThat(each).contains("PUBLIC on postgres, template1"));
    }

    @Test
    void each_fault_of_the_role_is_named() {
        assertThat(role(true, true, true, true, true).missing())
                .singleElement()
                .asString()
                .contains("superuser");
        for (boolean databases : new boolean[] {true, false}) {
            assertThat(role(false, databases, !databases, true, true).missing())
                    .singleElement()
                    .asString()
                    .contains("CREATEDB and CREATEROLE");
            assertThat(role(false, true, true, databases, !databases).missing())
                    .singleElement()
                    .asString()
                    .contains("pg_signal_backend and pg_monitor");
        }
    }
}
