package io.quarry.metadata.row;

import static io.quarry.metadata.kit.Callers.ada;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.access.Visible;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.kit.Together;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.Tenant;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.metadata.tenant.TenantSpec;
import io.quarry.metadata.tenant.Tenants;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** As platform-api has it: a role that sees one tenant, and a second datasource that only reads. */
@QuarkusTest
class SqlIT {
    private static final String READ_ONLY = "25006";

    @Inject Sql sql;
    @Inject Tenancy tenancy;
    @Inject Tenants tenants;

    @Test
    void tenantsAreListedAcrossByTheSystemsReadsOnly() {
        Set<TenantId> seeded = Set.copyOf(Seed.tenants(2));
        List<String> names = seeded.stream().map(TenantId::name).toList();
        assertThat(sql.acrossTenants(SqlIT::tenantNames)).containsAll(names);
        assertThat(tenants.list(new Visible.Only(seeded), PageRequest.first()).items())
                .extracting(Tenant::name)
                .containsExactlyInAnyOrderElementsOf(seeded);
        assertThat(sql.here(SqlIT::tenantNames)).isEmpty();
        assertThat(tenancy.platform(() -> sql.here(SqlIT::tenantNames))).isEmpty();
        assertThat(tenancy.system(() -> sql.here(SqlIT::tenantNames))).isEmpty();
        assertThat(seeded)
                .allSatisfy(
                        each -> {
                            assertThat(tenancy.call(each, () -> sql.here(SqlIT::tenantNames)))
                                    .containsExactly(each.name());
                        });
    }

    /** Among it are verifiers of passwords. */
    @Test
    void aFailureDoesNotSayWhatWasBound() {
        assertThatThrownBy(() -> sql.acrossTenants(SqlIT::fromNowhere))
                .hasMessageContaining("nowhere")
                .message()
                .doesNotContain("a secret");
    }

    private static List<String> fromNowhere(Handle handle) {
        return handle.createQuery("SELECT :secret::text FROM nowhere")
                .bind("secret", "a secret")
                .mapTo(String.class)
                .list();
    }

    private static List<String> tenantNames(Handle handle) {
        return handle.createQuery("SELECT name FROM tenant").mapTo(String.class).list();
    }

    @Test
    void readsAcrossTenantsSeeWhatIsCommittedAlone() {
        TenantId id = TenantId.of(Seed.name("t"));
        tenancy.run(
                id,
                () -> {
                    tenants.put(id, new TenantSpec(""), ada());
                    assertThat(sql.here(SqlIT::tenantNames)).containsExactly(id.name());
                    assertThat(sql.acrossTenants(SqlIT::tenantNames)).doesNotContain(id.name());
                });
        assertThat(sql.acrossTenants(SqlIT::tenantNames)).contains(id.name());
    }

    @Test
    void acrossTenantsNothingCanBeWritten() {
        String shard = Seed.shard(1);
        for (String statement :
                List.of(
                        "UPDATE shard SET reserved_objects = 1 WHERE id = '" + shard + "'",
                        "UPDATE namespace SET reason = 'x'",
                        "UPDATE operation SET fence = fence + 1",
                        "DELETE FROM idempotency",
                        "INSERT INTO audit (issuer, subject, principal, action, target, outcome)"
                                + " VALUES ('i', 's', 'p', 'a', 't', 'o')",
                        "SELECT 1 FROM shard FOR UPDATE")) {
            assertThatThrownBy(() -> sql.acrossTenants(handle -> handle.execute(statement)))
                    .as(statement)
                    .rootCause()
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refusal -> assertThat(refusal.getSQLState()).isEqualTo(READ_ONLY));
        }
        assertThat(BackDoor.reserved(shard)).isZero();
    }

    @Test
    void whoLocksAWordIsAloneUntilItsTransactionEnds() {
        TenantId tenant = Seed.tenant();
        String word = Seed.name("word");
        CompletableFuture<Integer> backend = new CompletableFuture<>();
        CompletableFuture<Boolean> second =
                tenancy.call(
                        tenant,
                        () -> {
                            sql.lock(word);
                            // who says it twice does not wait for itself
                            sql.lock(word);
                            CompletableFuture<Boolean> other =
                                    Together.begin(() -> lock(tenant, word, backend));
                            int process = Together.end(backend);
                            Together.await(
                                    "that the second waits",
                                    () -> BackDoor.waits(process) || other.isDone());
                            assertThat(other).isNotDone();
                            return other;
                        });
        assertThat(Together.end(second)).isTrue();
        assertThat(lock(tenant, word, new CompletableFuture<>())).isTrue();
    }

    @Test
    void otherWordsAreNotWaitedFor() {
        TenantId tenant = Seed.tenant();
        tenancy.run(
                tenant,
                () -> {
                    sql.lock(Seed.name("word"));
                    assertThat(
                                    Together.end(
                                            Together.begin(
                                                    () ->
                                                            lock(
                                                                    tenant,
                                                                    Seed.name("word"),
                                                                    new CompletableFuture<>()))))
                            .isTrue();
                });
    }

    private boolean lock(TenantId tenant, String word, CompletableFuture<Integer> backend) {
        return tenancy.call(
                tenant,
                () -> {
                    backend.complete(
                            sql.here(
                                    handle ->
                                            handle.createQuery("SELECT pg_backend_pid()")
                                                    .mapTo(Integer.class)
                                                    .one()));
                    sql.lock(word);
                    return true;
                });
    }
}
