package io.quarry.metadata.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.kit.AsWorker;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.kit.Together;
import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.NamespaceFilter;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.row.Sql;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the worker sees, whose role the database shows everything. */
@QuarkusTest
@TestProfile(AsWorker.class)
class WorkersTenancyIT {
    @Inject Tenancy tenancy;
    @Inject Sql sql;
    @Inject EntityManager entities;
    @Inject Namespaces namespaces;

    private NamespaceId mine = NamespaceId.of("unseeded", "orders");
    private NamespaceId theirs = mine;
    private String myUid = "";
    private String theirUid = "";

    @BeforeEach
    void twoNamespacesOfOneName() {
        String shard = Seed.shard(2);
        mine = new NamespaceId(Seed.tenant(), "orders");
        theirs = new NamespaceId(Seed.tenant(), "orders");
        myUid = Seed.namespace(mine, shard, NamespaceState.ACTIVE).value();
        theirUid = Seed.namespace(theirs, shard, NamespaceState.ACTIVE).value();
    }

    @Test
    void outsideOfItNoEntityIsFoundThoughTheRoleMaySeeAll() {
        List<String> seen =
                sql.here(
                        handle ->
                                handle.createQuery("SELECT uid FROM namespace")
                                        .mapTo(String.class)
                                        .list());
        assertThat(seen).contains(myUid, theirUid);
        assertThat(found()).isEmpty();
        QuarkusTransaction.requiringNew().run(() -> assertThat(found()).isEmpty());
        Together.call(
                1,
                _ -> {
                    assertThat(tenancy.system(this::found)).contains(myUid, theirUid);
                    return true;
                });
    }

    @Test
    void theSystemsTransactionFindsEntitiesOfAllTenants() {
        assertThat(tenancy.system(this::found)).contains(myUid, theirUid);
        assertThat(tenancy.system(() -> namespaces.byUid(Uid.of(theirUid)).address()))
                .isEqualTo(theirs);
    }

    @Test
    void aTenantsTransactionFindsItsEntitiesOnly() {
        assertThat(tenancy.call(mine.tenant(), this::found)).containsExactly(myUid);
        assertThat(tenancy.call(theirs.tenant(), this::found)).containsExactly(theirUid);
    }

    @Test
    void workForATenantInsideTheSystemsMeetsNoNamesakes() {
        tenancy.system(
                () -> {
                    for (NamespaceId each : List.of(mine, theirs)) {
                        assertThat(namespaces.find(each).map(Namespace::address)).contains(each);
                        assertThat(
                                        namespaces
                                                .list(
                                                        each.tenant(),
                                                        NamespaceFilter.live(),
                                                        PageRequest.first())
                                                .items())
                                .extracting(Namespace::address)
                                .containsExactly(each);
                    }
                    return true;
                });
    }

    private List<String> found() {
        return entities.createQuery("select uid from NamespaceRow", String.class).getResultList();
    }
}
