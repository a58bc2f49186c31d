package io.quarry.stores.postgresql;

import static io.quarry.stores.postgresql.TenantDatabases.LIMITS;
import static io.quarry.stores.postgresql.TenantDatabases.PASSWORD;
import static io.quarry.stores.postgresql.TenantDatabases.ask;
import static io.quarry.stores.stack.RunningStack.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.stores.spi.NamespaceRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On the PostgreSQL of the running stack. */
class PostgresqlShardIT {
    private final TenantDatabases databases = new TenantDatabases();
    private final PostgresqlShard shard = databases.shard;

    @AfterEach
    void drop() {
        databases.close();
    }

    @Test
    void it_is_who_its_data_is_and_keeps_one_copy_of_it() {
        assertThat(shard.identity(soon())).singleElement().asString().matches("[0-9]{10,20}");
        assertThat(shard.identity(soon())).isEqualTo(shard.identity(soon()));
        PostgresqlVitals vitals = shard.vitals(soon());
        assertThat(vitals.maxConnections()).isPositive();
        vitals.copies().ifPresent(copies -> assertThat(copies).isOne());
    }

    /** Whatever was said before a worker was killed, the next one comes to the same. */
    @Test
    void making_can_be_broken_off_after_each_statement() throws SQLException {
        int statements = statements(databases.fresh()).size();
        for (int said = 0; said <= statements; said++) {
            NamespaceRef namespace = databases.fresh();
            say(namespace, said);
            shard.ensure(namespace, LIMITS, soon());
            shard.ensure(namespace, LIMITS, soon());
            assertThat(shard.list(namespace.uid(), soon())).containsExactly(namespace);
            databases.unlock(namespace, Slot.A, PASSWORD);
            try (Connection mine = databases.connect(namespace, Slot.A)) {
                assertThat(ask(mine, "SELECT current_user"))
                        .as("after %d statements", said)
                        .isEqualTo(DatabaseStatements.owner(namespace.uid()));
                assertThat(ask(mine, "SHOW statement_timeout")).isEqualTo("5s");
            }
        }
    }

    @Test
    void dropping_can_be_broken_off_after_each_statement() throws SQLException {
        for (int said = 0; said <= 4; said++) {
            NamespaceRef namespace = databases.fresh();
            shard.ensure(namespace, LIMITS, soon());
            databases.unlock(namespace, Slot.A, PASSWORD);
            List<String> all = new ArrayList<>();
            all.add(DatabaseStatements.dropDatabase(namespace));
            for (String role : DatabaseStatements.all(namespace.uid())) {
                all.add(DatabaseStatements.dropRole(role));
            }
            try (Connection inside = databases.connect(namespace, Slot.A)) {
                assertThat(inside.isValid(1)).isTrue();
                databases.say(all.subList(0, said));
                shard.drop(namespace.uid(), soon());
                shard.drop(namespace.uid(), soon());
                TenantDatabases.awaitEnd(inside);
            }
            assertThat(shard.list(namespace.uid(), soon())).isEmpty();
            assertThat(databases.roles(namespace)).isEqualTo("0");
        }
    }

    @Test
    void a_log_in_works_between_unlock_and_lock() throws SQLException {
        NamespaceRef namespace = databases.fresh();
        shard.ensure(namespace, LIMITS, soon());
        assertThatThrownBy(() -> databases.connect(namespace, Slot.A))
                .isInstanceOf(SQLException.class);
        databases.unlock(namespace, Slot.A, PASSWORD);
        databases.unlock(namespace, Slot.B, PASSWORD);
        try (Connection a = databases.connect(namespace, Slot.A);
                Connection b = databases.connect(namespace, Slot.B)) {
            shard.lock(namespace.uid(), Slot.A, soon());
            shard.lock(namespace.uid(), Slot.A, soon());
            TenantDatabases.awaitEnd(a);
            assertThat(b.isValid(1)).isTrue();
        }
        assertThatThrownBy(() -> databases.connect(namespace, Slot.A))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void what_is_closed_lets_nobody_in_and_keeps_what_it_has() throws SQLException {
        NamespaceRef namespace = databases.fresh();
        shard.ensure(namespace, LIMITS, soon());
        databases.unlock(namespace, Slot.A, PASSWORD);
        try (Connection mine = databases.connect(namespace, Slot.A)) {
            TenantDatabases.say(mine, List.of("CREATE TABLE kept (x int)"));
            shard.close(namespace, soon());
            shard.close(namespace, soon());
            TenantDatabases.awaitEnd(mine);
        }
        assertThatThrownBy(() -> databases.connect(namespace, Slot.A))
                .isInstanceOf(SQLException.class);
        shard.ensure(namespace, LIMITS, soon());
        try (Connection mine = databases.connect(namespace, Slot.A)) {
            assertThat(ask(mine, "SELECT count(*) FROM kept")).isEqualTo("0");
        }
    }

    /** What is said in the shard's own database, in order; where it is true, in the tenant's. */
    private static Map<String, Boolean> statements(NamespaceRef namespace) {
        Map<String, Boolean> all = new LinkedHashMap<>();
        DatabaseStatements.roles(namespace.uid(), LIMITS).forEach(each -> all.put(each, false));
        all.put(DatabaseStatements.createDatabase(namespace), false);
        DatabaseStatements.guard(namespace, LIMITS).forEach(each -> all.put(each, false));
        DatabaseStatements.inside(namespace.uid()).forEach(each -> all.put(each, true));
        all.put(DatabaseStatements.letIn(namespace), false);
        return all;
    }

    private void say(NamespaceRef namespace, int first) throws SQLException {
        int said = 0;
        for (Map.Entry<String, Boolean> each : statements(namespace).entrySet()) {
            if (said++ == first) {
                return;
            }
            String database = each.getValue() ? namespace.structure() : databases.config.database();
            try (Connection structure =
                    databases.connect(
                            database, databases.config.username(), databases.config.password())) {
                TenantDatabases.say(structure, List.of(each.getKey()));
            }
        }
    }
}
