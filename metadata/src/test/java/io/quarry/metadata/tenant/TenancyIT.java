package io.quarry.metadata.tenant;

import static io.quarry.metadata.kit.Callers.ada;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.access.Grant;
import io.quarry.metadata.access.Grants;
import io.quarry.metadata.access.Role;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.idempotency.IdempotencyKey;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Callers;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.kit.Together;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.row.Sql;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What requests see: rows of one tenant in its transaction, and none anywhere else. */
@QuarkusTest
class TenancyIT {
    private static final List<String> ENTITIES =
            List.of("NamespaceRow", "RevisionRow", "PlacementRow");
    private static final List<String> TABLES =
            List.of(
                    "namespace",
                    "namespace_revision",
                    "access_grant",
                    "placement",
                    "operation",
                    "route",
                    "audit",
                    "idempotency");

    @Inject Tenancy tenancy;
    @Inject Sql sql;
    @Inject EntityManager entities;
    @Inject Tenants tenants;
    @Inject Grants grants;
    @Inject Namespaces namespaces;

    private TenantId mine = TenantId.of("unseeded");
    private TenantId theirs = mine;

    @BeforeEach
    void twoTenantsWithRowsInEachTable() {
        String shard = Seed.shard(10);
        mine = tenantWithRows(shard);
        theirs = tenantWithRows(shard);
    }

    private TenantId tenantWithRows(String shard) {
        TenantId tenant = TenantId.of(Seed.name("t"));
        Caller caller = ada(new IdempotencyKey("key", "PUT /it", "hash"));
        tenants.put(tenant, new TenantSpec(""), ada());
        namespaces.put(new NamespaceId(tenant, "orders"), Seed.spec(shard), caller, true);
        grants.put(
                new Grant("user:bob", Role.TENANT_VIEWER, new Scope.OfTenant(tenant)),
                Callers.ada());
        return tenant;
    }

    @Test
    void outsideOfItNothingIsFound() {
        assertNothingIsFound();
        QuarkusTransaction.requiringNew().run(this::assertNothingIsFound);
        // a pooled connection remembers that it had a tenant
        tenancy.run(mine, () -> assertThat(seen("namespace")).isNotEmpty());
        assertNothingIsFound();
        QuarkusTransaction.requiringNew().run(this::assertNothingIsFound);
    }

    private void assertNothingIsFound() {
        assertThat(ENTITIES).allSatisfy(entity -> assertThat(found(entity)).isEmpty());
        assertThat(TABLES).allSatisfy(table -> assertThat(seen(table)).isEmpty());
    }

    @Test
    void aTransactionSeesItsTenantsRowsAndNoOthers() {
        for (TenantId tenant : List.of(mine, theirs)) {
            tenancy.run(
                    tenant,
                    () -> {
                        assertThat(ENTITIES)
                                .allSatisfy(
                                        entity ->
                                                assertThat(found(entity))
                                                        .as(entity)
                                                        .isNotEmpty()
                                                        .containsOnly(tenant.name()));
                        assertThat(TABLES)
                                .allSatisfy(
                                        table ->
                                                assertThat(seen(table))
                                                        .as(table)
                                                        .isNotEmpty()
                                                        .containsOnly(tenant.name()));
                        assertThat(column("SELECT name FROM tenant"))
                                .containsExactly(tenant.name());
                    });
        }
    }

    @Test
    void aTransactionChangesNoOtherTenantsRows() {
        var before = BackDoor.trace(theirs);
        int changed =
                tenancy.call(
                        mine,
                        () ->
                                sql.here(
                                        handle ->
                                                handle.execute(
                                                                "UPDATE namespace SET reason = 'x'"
                                                                        + " WHERE tenant = ?",
                                                                theirs.name())
                                                        + handle.execute(
                                                                "DELETE FROM access_grant WHERE"
                                                                        + " tenant = ?",
                                                                theirs.name())));
        assertThat(changed).isZero();
        assertThat(BackDoor.trace(theirs)).isEqualTo(before);
    }

    @Test
    void thePlatformSeesNoTenantsRows() {
        tenancy.platform(
                () -> {
                    assertThat(ENTITIES).allSatisfy(entity -> assertThat(found(entity)).isEmpty());
                    assertThat(TABLES)
                            .allSatisfy(
                                    table ->
                                            assertThat(seen(table))
                                                    .as(table)
                                                    .doesNotContain(mine.name(), theirs.name()));
                    return true;
                });
    }

    @Test
    void theSystemsTransactionFindsNothingUnderTheRequestsRole() {
        tenancy.system(
                () -> {
                    assertNothingIsFound();
                    return true;
                });
    }

    @Test
    void workForAnotherInsideIsRefused() {
        List<Function<Supplier<String>, String>> each =
                List.of(
                        work -> tenancy.call(mine, work),
                        work -> tenancy.call(theirs, work),
                        tenancy::platform,
                        tenancy::system);
        for (Function<Supplier<String>, String> outer : each.subList(0, 3)) {
            for (Function<Supplier<String>, String> inner : each) {
                if (outer != inner) {
                    assertThatThrownBy(() -> outer.apply(() -> inner.apply(this::transaction)))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("inside a transaction for");
                }
            }
        }
    }

    @Test
    void workForTheSameOneJoins() {
        String one =
                tenancy.call(
                        mine,
                        () -> {
                            String outer = transaction();
                            assertThat(tenancy.call(mine, this::transaction)).isEqualTo(outer);
                            assertThat(tenancy.any(this::transaction)).isEqualTo(outer);
                            return outer;
                        });
        assertThat(tenancy.call(mine, this::transaction)).isNotEqualTo(one);
        tenancy.platform(
                () -> {
                    String outer = transaction();
                    assertThat(tenancy.platform(this::transaction)).isEqualTo(outer);
                    assertThat(tenancy.any(this::transaction)).isEqualTo(outer);
                    return outer;
                });
        tenancy.system(
                () -> {
                    String outer = transaction();
                    assertThat(tenancy.call(mine, this::transaction)).isEqualTo(outer);
                    assertThat(tenancy.platform(this::transaction)).isEqualTo(outer);
                    assertThat(tenancy.system(this::transaction)).isEqualTo(outer);
                    return outer;
                });
    }

    @Test
    void aThreadWithoutRequestHasATenantForAsLongAsItWorks() {
        Together.call(
                1,
                _ -> {
                    var request = Arc.container().requestContext();
                    assertThat(request.isActive()).isFalse();
                    assertThat(tenancy.call(mine, () -> found("NamespaceRow"))).hasSize(1);
                    assertThatThrownBy(
                                    () ->
                                            tenancy.run(
                                                    theirs,
                                                    () -> {
                                                        throw new IllegalArgumentException("it");
                                                    }))
                            .isInstanceOf(IllegalArgumentException.class);
                    assertThat(request.isActive()).isFalse();
                    assertThat(Tenancy.CONTEXT.isBound()).isFalse();
                    assertThat(seen("namespace")).isEmpty();
                    return true;
                });
    }

    private List<String> found(String entity) {
        return entities.createQuery("select tenant from " + entity, String.class).getResultList();
    }

    private List<String> seen(String table) {
        return column("SELECT tenant FROM " + table);
    }

    private List<String> column(String query) {
        return sql.here(handle -> handle.createQuery(query).mapTo(String.class).list());
    }

    private String transaction() {
        return column("SELECT pg_current_xact_id()::text").getFirst();
    }
}
