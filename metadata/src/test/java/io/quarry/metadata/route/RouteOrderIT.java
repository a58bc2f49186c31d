package io.quarry.metadata.route;

import static io.quarry.metadata.kit.Callers.ada;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.access.Grant;
import io.quarry.metadata.access.Grants;
import io.quarry.metadata.access.Role;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.kit.Together;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Routes that are written at the same time, by transactions that do not see each other. */
@QuarkusTest
class RouteOrderIT {
    private static final int WRITERS = 8;
    private static final int WRITES = 6;

    @Inject Routes routes;
    @Inject Grants grants;
    @Inject Tenancy tenancy;
    @Inject Sql sql;

    /** A transaction that another one may have to wait for, or has to wait itself. */
    private final class Other<T> {
        private final CompletableFuture<Integer> backend = new CompletableFuture<>();
        private final CompletableFuture<T> answer;

        Other(TenantId tenant, Supplier<T> work) {
            answer =
                    Together.begin(
                            () ->
                                    tenancy.call(
                                            tenant,
                                            () -> {
                                                backend.complete(backend());
                                                return work.get();
                                            }));
        }

        /** Until it has ended, or goes on only when somebody else has. */
        void awaitEndOrStandstill() {
            int process = Together.end(backend);
            Together.await("an end", () -> answer.isDone() || BackDoor.waits(process));
        }

        T end() {
            return Together.end(answer);
        }
    }

    private int backend() {
        return sql.here(
                handle -> handle.createQuery("SELECT pg_backend_pid()").mapTo(Integer.class).one());
    }

    @Test
    void aReaderThatOnlyGoesOnMissesNothingOfWhatConcurrentWritersCommit() {
        Revision before =
                routes.all().stream()
                        .map(RouteRecord::revision)
                        .max(Revision::compareTo)
                        .orElse(Revision.ZERO);
        List<TenantId> tenants = Seed.tenants(WRITERS * WRITES);
        CompletableFuture<List<RouteRecord>> reader =
                Together.begin(() -> readOn(before, tenants.size()));
        List<List<Revision>> written =
                Together.call(
                        WRITERS,
                        writer ->
                                tenants.subList(writer * WRITES, (writer + 1) * WRITES).stream()
                                        .map(each -> tenancy.call(each, () -> refresh(each)))
                                        .toList());
        List<RouteRecord> read = Together.end(reader);
        assertThat(read)
                .extracting(RouteRecord::key)
                .containsExactlyInAnyOrderElementsOf(
                        tenants.stream().map(tenant -> "tenant:" + tenant).toList());
        assertThat(read)
                .extracting(RouteRecord::revision)
                .isSorted()
                .containsExactlyInAnyOrderElementsOf(
                        written.stream().flatMap(List::stream).toList());
        assertThat(written).allSatisfy(each -> assertThat(each).isSorted().doesNotHaveDuplicates());
    }

    /** Its commit is some statements after its revision. */
    private Revision refresh(TenantId tenant) {
        Revision revision = routes.refreshGrants(tenant);
        for (int n = 0; n < 3; n++) {
            int _ = backend();
        }
        return revision;
    }

    private List<RouteRecord> readOn(Revision from, int count) {
        List<RouteRecord> read = new ArrayList<>();
        Together.await(
                count + " records",
                () -> {
                    Revision after = read.isEmpty() ? from : read.getLast().revision();
                    read.addAll(routes.changedSince(after, 2));
                    return read.size() >= count;
                });
        return read;
    }

    private boolean grant(String principal, Scope scope) {
        Role role = scope instanceof Scope.OfTenant ? Role.TENANT_VIEWER : Role.DATA_READER;
        return grants.put(new Grant(principal, role, scope), ada()).created();
    }

    @Test
    void concurrentGrantsOnOneTenantAllEndUpInItsRecord() {
        TenantId tenant = Seed.tenant();
        Together.call(
                WRITERS,
                writer -> {
                    for (int n = 0; n < 3; n++) {
                        grant("user:u" + writer + "-" + n, new Scope.OfTenant(tenant));
                    }
                    return grants.remove(
                            "user:u" + writer + "-0", new Scope.OfTenant(tenant), ada());
                });
        assertThat(ofTenant(tenant).grants().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, WRITERS)
                                .boxed()
                                .flatMap(
                                        writer ->
                                                Stream.of(
                                                        "user:u" + writer + "-1",
                                                        "user:u" + writer + "-2"))
                                .toList());
    }

    @Test
    void concurrentGrantsOnOneNamespaceAllEndUpInItsRoute() {
        NamespaceId id = new NamespaceId(Seed.tenant(), "orders");
        Uid uid = Seed.namespace(id, Seed.shard(1), NamespaceState.ACTIVE);
        List<Object> _ =
                Together.call(
                        WRITERS,
                        writer ->
                                writer == 0
                                        ? tenancy.call(
                                                id.tenant(),
                                                () -> routes.refresh(uid, NamespaceState.ACTIVE))
                                        : grant("user:u" + writer, new Scope.OfNamespace(id)));
        assertThat(ofNamespace(uid).grants().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(1, WRITERS).mapToObj(writer -> "user:u" + writer).toList());
    }

    @Test
    void aGrantThatHadToWaitForAnotherEndsUpBesideIt() {
        TenantId tenant = Seed.tenant();
        Scope all = new Scope.OfTenant(tenant);
        Other<Boolean> second =
                tenancy.call(
                        tenant,
                        () -> {
                            assertThat(grant("user:bob", all)).isTrue();
                            Other<Boolean> other =
                                    new Other<>(tenant, () -> grant("user:eve", all));
                            other.awaitEndOrStandstill();
                            return other;
                        });
        assertThat(second.end()).isTrue();
        assertThat(ofTenant(tenant).grants()).containsOnlyKeys("user:bob", "user:eve");
    }

    @Test
    void aRouteThatIsFirstPublishedWhileAGrantIsMadeHasTheGrant() {
        NamespaceId id = new NamespaceId(Seed.tenant(), "orders");
        Uid uid = Seed.namespace(id, Seed.shard(1), NamespaceState.PROVISIONING);
        Other<Revision> publishing =
                tenancy.call(
                        id.tenant(),
                        () -> {
                            grant("user:bob", new Scope.OfNamespace(id));
                            Other<Revision> other =
                                    new Other<>(
                                            id.tenant(),
                                            () -> routes.refresh(uid, NamespaceState.ACTIVE));
                            other.awaitEndOrStandstill();
                            return other;
                        });
        assertThat(publishing.end()).isNotNull();
        assertThat(ofNamespace(uid).grants()).containsOnlyKeys("user:bob");
    }

    @Test
    void aRouteThatIsWithdrawnWhileAGrantIsMadeStaysWithdrawn() {
        NamespaceId id = new NamespaceId(Seed.tenant(), "orders");
        Uid uid = Seed.namespace(id, Seed.shard(1), NamespaceState.RETIRING);
        tenancy.run(id.tenant(), () -> routes.refresh(uid, NamespaceState.ACTIVE));
        Other<Boolean> granting =
                tenancy.call(
                        id.tenant(),
                        () -> {
                            routes.refresh(uid, NamespaceState.RETIRED);
                            Other<Boolean> other =
                                    new Other<>(
                                            id.tenant(),
                                            () -> grant("user:bob", new Scope.OfNamespace(id)));
                            other.awaitEndOrStandstill();
                            return other;
                        });
        assertThat(granting.end()).isTrue();
        assertThat(ofNamespace(uid).state()).isEqualTo(NamespaceState.RETIRED);
        assertThat(ofNamespace(uid).grants()).containsOnlyKeys("user:bob");
    }

    private TenantGrants ofTenant(TenantId tenant) {
        return ((RouteRecord.OfTenant) record("tenant:" + tenant)).grants();
    }

    private Route ofNamespace(Uid uid) {
        return ((RouteRecord.OfNamespace) record(uid.value())).route();
    }

    private RouteRecord record(String key) {
        return routes.all().stream()
                .filter(each -> each.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
