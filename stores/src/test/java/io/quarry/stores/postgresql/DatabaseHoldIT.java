package io.quarry.stores.postgresql;

import static io.quarry.stores.postgresql.TenantDatabases.LIMITS;
import static io.quarry.stores.postgresql.TenantDatabases.say;
import static io.quarry.stores.stack.RunningStack.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.stores.spi.NamespaceRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What log-ins may do in a database that is full, whatever they say. */
class DatabaseHoldIT {
    private final TenantDatabases databases = new TenantDatabases();
    private final PostgresqlShard shard = databases.shard;
    private final NamespaceRef namespace = databases.open();

    @AfterEach
    void drop() {
        databases.close();
    }

    private void hold(Access access) {
        shard.hold(namespace, access, LIMITS.maxConnections(), soon());
    }

    private Access inForce() {
        DatabaseState state = shard.states(soon()).get(namespace);
        assertThat(state).isNotNull();
        assertThat(state.bytes()).isPositive();
        return state.access();
    }

    private void assertReadOnly() throws SQLException {
        for (Slot slot : Slot.values()) {
            try (Connection mine = databases.connect(namespace, slot)) {
                assertThatThrownBy(() -> say(mine, List.of("INSERT INTO filled VALUES (2)")))
                        .hasMessageContaining("read-only transaction");
            }
        }
    }

    private void fill() throws SQLException {
        try (Connection mine = databases.connect(namespace, Slot.A)) {
            say(
                    mine,
                    List.of(
                            "CREATE TABLE IF NOT EXISTS filled (x int)",
                            "INSERT INTO filled VALUES (1)"));
        }
    }

    @Test
    void what_is_read_only_may_still_be_made_smaller() throws SQLException {
        fill();
        assertThat(inForce()).isEqualTo(Access.WRITABLE);
        try (Connection mine = databases.connect(namespace, Slot.A)) {
            hold(Access.READ_ONLY);
            TenantDatabases.awaitEnd(mine);
        }
        assertThat(inForce()).isEqualTo(Access.READ_ONLY);
        assertReadOnly();
        try (Connection mine = databases.connect(namespace, Slot.A)) {
            say(mine, List.of("SET default_transaction_read_only = off", "TRUNCATE filled"));
        }
        hold(Access.WRITABLE);
        assertThat(inForce()).isEqualTo(Access.WRITABLE);
        fill();
    }

    /** It would otherwise be lifted by any change of the namespace. */
    @Test
    void what_is_ensured_again_stays_read_only() throws SQLException {
        fill();
        hold(Access.READ_ONLY);
        shard.ensure(namespace, LIMITS, soon());
        assertThat(inForce()).isEqualTo(Access.READ_ONLY);
        assertReadOnly();
    }

    /** What a role presets for itself is found and taken back. */
    @Test
    void a_tenant_lifts_it_until_the_next_look_at_the_most() throws SQLException {
        fill();
        hold(Access.READ_ONLY);
        String role = "ALTER ROLE " + Slot.A.role(namespace.uid());
        for (String where : List.of("", " IN DATABASE " + namespace.structure())) {
            try (Connection mine = databases.connect(namespace, Slot.A)) {
                say(
                        mine,
                        List.of(
                                "SET ROLE NONE",
                                "SET default_transaction_read_only = off",
                                role + where + " SET default_transaction_read_only = off"));
            }
            assertThat(inForce()).isEqualTo(Access.WRITABLE);
            Connection open = databases.connect(namespace, Slot.A);
            hold(Access.READ_ONLY);
            TenantDatabases.awaitEnd(open);
            assertThat(inForce()).isEqualTo(Access.READ_ONLY);
            assertReadOnly();
        }
    }

    @Test
    void what_is_shut_lets_nobody_in_until_it_is_held_otherwise() throws SQLException {
        fill();
        Connection open = databases.connect(namespace, Slot.B);
        hold(Access.SHUT);
        TenantDatabases.awaitEnd(open);
        assertThat(inForce()).isEqualTo(Access.SHUT);
        for (Slot slot : Slot.values()) {
            assertThatThrownBy(() -> databases.connect(namespace, slot))
                    .hasMessageContaining("too many connections");
        }
        hold(Access.READ_ONLY);
        assertThat(inForce()).isEqualTo(Access.READ_ONLY);
        assertReadOnly();
        hold(Access.WRITABLE);
        fill();
    }
}
