package io.quarry.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Workflows;
import io.quarry.metadata.relational.DatabaseConnection;
import io.quarry.metadata.relational.DatabaseLogin;
import io.quarry.metadata.relational.Issuance;
import io.quarry.metadata.relational.LoginId;
import io.quarry.metadata.relational.RelationalLogins;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.stores.postgresql.Access;
import io.quarry.stores.postgresql.Slot;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.worker.claim.HaltPoint;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PasswordUtil;

/** Databases of tenants on the real PostgreSQL of the stack, with no gateway anywhere. */
@QuarkusTest
class RelationalIT {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Map<String, String> HASTY =
            Map.of("quarry.worker.steps.longest-retry", "300ms");

    @Inject World world;
    @Inject RelationalLogins logins;

    @Test
    void itIsMadeUsedClosedOpenedAgainAndDroppedWithoutAGateway() throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "orders");
        try (WorkerProcess _ = WorkerProcess.start("databases", HASTY)) {
            Uid uid = made(id);
            assertThat(world.structures(uid)).containsExactly(new NamespaceRef(uid.value(), 1));
            Login first = issued(id, DAY);
            try (Connection mine = first.connect()) {
                say(mine, "CREATE TABLE orders (id int PRIMARY KEY)");
                say(mine, "INSERT INTO orders VALUES (1)");
            }
            world.assertSucceeded(world.awaitEnd(world.retire(id, DAY).id()));
            assertThatThrownBy(first::connect).hasMessageContaining("not currently accepting");
            world.assertSucceeded(world.awaitEnd(world.restore(id, uid).id()));
            try (Connection mine = first.connect()) {
                say(mine, "INSERT INTO orders VALUES (2)");
            }
            world.assertSucceeded(world.awaitEnd(world.retire(id, Duration.ZERO).id()));
            assertThatThrownBy(first::connect).isInstanceOf(SQLException.class);
            world.assertGone(id, uid);
        }
    }

    @Test
    void nobodyElseComesIn() throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId mine = new NamespaceId(tenant, "mine");
        NamespaceId theirs = new NamespaceId(tenant, "theirs");
        try (WorkerProcess _ = WorkerProcess.start("databases", HASTY)) {
            made(mine);
            made(theirs);
            Login foreign = issued(theirs, DAY);
            String url = logins.connection(mine).jdbcUrl();
            assertThatThrownBy(
                            () ->
                                    DriverManager.getConnection(
                                            url, foreign.user(), foreign.password()))
                    .hasMessageContaining("permission denied for database");
            purge(mine, theirs);
        }
    }

    @Test
    void aLogInIsLockedWhenItsOverlapHasPassedThoughNobodyWasThereThen() throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "orders");
        Login first;
        Login second;
        try (WorkerProcess _ = WorkerProcess.start("databases", HASTY)) {
            made(id);
            first = issued(id, DAY);
            second = issued(id, Duration.ofSeconds(1));
        }
        assertThat(second.user()).isNotEqualTo(first.user());
        try (Connection open = first.connect();
                WorkerProcess _ = WorkerProcess.start("databases", HASTY)) {
            Awaiting.until(
                    "the end of " + first.user(),
                    World.PATIENCE,
                    () -> isOpen(open),
                    still -> !still);
            assertThatThrownBy(first::connect).isInstanceOf(SQLException.class);
            try (Connection mine = second.connect()) {
                say(mine, "SELECT 1");
            }
            assertThat(logins.connection(id).logins())
                    .extracting(DatabaseLogin::user)
                    .containsExactly(second.user());
            purge(id);
        }
    }

    /** The database's own refusal would quote the row. */
    @Test
    void aPasswordIsNoVerifier() throws Exception {
        NamespaceId id = new NamespaceId(world.freshTenant(), "orders");
        Caller caller = Caller.platform("worker-tests", "credentials of " + id);
        assertThatThrownBy(() -> logins.begin(id, "a password", false, DAY, caller))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a SCRAM-SHA-256 verifier");
    }

    /** Both are to be writable again; one lacks a log-in, so that this cannot be said there. */
    @Test
    void oneThatCannotBeHeldKeepsNoOtherFromBeingHeld() throws Exception {
        TenantId tenant = world.freshTenant();
        List<NamespaceId> ids =
                List.of(new NamespaceId(tenant, "one"), new NamespaceId(tenant, "other"));
        List<NamespaceRef> made = new ArrayList<>();
        try (WorkerProcess _ = WorkerProcess.start("databases", HASTY)) {
            for (NamespaceId id : ids) {
                made.add(new NamespaceRef(made(id).value(), 1));
            }
        }
        // the one that is looked at first is broken
        made.sort(Comparator.comparing(NamespaceRef::uid));
        for (NamespaceRef each : made) {
            world.databases().hold(each, Access.READ_ONLY, 20, Deadline.after(World.PATIENCE));
        }
        try (Connection structure = world.structure()) {
            say(structure, "DROP ROLE " + Slot.B.role(made.getFirst().uid()));
        }
        Map<String, String> often = new HashMap<>(HASTY);
        often.put("quarry.worker.logins.measure-every", "300ms");
        try (WorkerProcess _ = WorkerProcess.start("watch", often)) {
            Awaiting.until(
                    "the other is writable",
                    World.PATIENCE,
                    () -> access(made.getLast()),
                    Access.WRITABLE::equals);
            assertThat(access(made.getFirst())).isEqualTo(Access.READ_ONLY);
            purge(ids.getFirst(), ids.getLast());
        }
    }

    private Access access(NamespaceRef namespace) {
        return Objects.requireNonNull(
                        world.databases().states(Deadline.after(World.PATIENCE)).get(namespace))
                .access();
    }

    /** The same as before a kill comes of it, wherever that is. */
    @Test
    void aWorkerThatIsKilledLeavesNothingHalfMade() throws Exception {
        TenantId tenant = world.freshTenant();
        Map<String, Operation> made = new LinkedHashMap<>();
        List<String> halts = new ArrayList<>();
        for (HaltPoint point : HaltPoint.values()) {
            String name = point.name().toLowerCase(Locale.ROOT).replace('_', '-');
            made.put(name, world.create(new NamespaceId(tenant, name), World.DATABASE));
            halts.add(
                    Kill.at(
                            OperationType.PROVISION_NAMESPACE,
                            Workflows.CREATE_STRUCTURES,
                            point,
                            name));
        }
        WorkerProcess.killed("victim", halts, Map.of());
        try (WorkerProcess _ = WorkerProcess.start("survivor", HASTY)) {
            for (Map.Entry<String, Operation> each : made.entrySet()) {
                NamespaceId id = new NamespaceId(tenant, each.getKey());
                world.assertSucceeded(world.awaitEnd(each.getValue().id()));
                try (Connection mine = issued(id, DAY).connect()) {
                    say(mine, "CREATE TABLE works (x int)");
                }
                purge(id);
                world.assertGone(id, each.getValue().target().uid());
            }
        }
    }

    private Uid made(NamespaceId id) throws InterruptedException {
        Operation created = world.create(id, World.DATABASE);
        world.assertSucceeded(world.awaitEnd(created.id()));
        return created.target().uid();
    }

    private void purge(NamespaceId... ids) throws InterruptedException {
        for (NamespaceId id : ids) {
            world.assertSucceeded(world.awaitEnd(world.retire(id, Duration.ZERO).id()));
        }
    }

    private record Login(String url, String user, String password) {
        Connection connect() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }
    }

    /** As platform-api does it. */
    private Login issued(NamespaceId id, Duration overlap) throws InterruptedException {
        Caller caller = Caller.platform("worker-tests", "credentials of " + id);
        String password = "it-" + java.util.UUID.randomUUID();
        String verifier = PasswordUtil.encodeScramSha256(password.toCharArray());
        LoginId begun =
                switch (logins.begin(id, verifier, false, overlap, caller)) {
                    case Issuance.Begun(LoginId login) -> login;
                    case Issuance.Repeated(var answered) ->
                            throw new AssertionError("answered before: " + answered);
                };
        Awaiting.until(
                "the password of " + begun.user(),
                World.PATIENCE,
                () -> logins.isSet(begun),
                set -> set);
        DatabaseConnection connection = logins.confirm(id, begun, overlap, caller);
        return new Login(connection.jdbcUrl(), begun.user(), password);
    }

    private static boolean isOpen(Connection connection) {
        try {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static void say(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean _ = statement.execute(sql);
        }
    }
}
