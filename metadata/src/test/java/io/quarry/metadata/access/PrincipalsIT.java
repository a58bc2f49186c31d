package io.quarry.metadata.access;

import static io.quarry.metadata.kit.Callers.ada;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.kit.Together;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.route.RouteRecord;
import io.quarry.metadata.route.Routes;
import io.quarry.metadata.route.TenantGrants;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A name that is freed and given again has nothing of whoever had it. */
@QuarkusTest
class PrincipalsIT {
    private static final String ISSUER = "https://login.example.org/realms/quarry";

    @Inject Principals principals;
    @Inject Grants grants;
    @Inject Routes routes;

    private final String bob = "user:" + Seed.name("bob");
    private final Principal first = new Principal(ISSUER, "the first", bob);
    private final Principal second = new Principal(ISSUER, "the second", bob);
    private TenantId tenant = TenantId.of("unseeded");

    @BeforeEach
    void aTenant() {
        tenant = Seed.tenant();
    }

    private Grant onTenant(Role role) {
        return new Grant(bob, role, new Scope.OfTenant(tenant));
    }

    private Map<String, Subject> published() {
        return routes.all().stream()
                .filter(record -> record.key().equals("tenant:" + tenant))
                .map(record -> ((RouteRecord.OfTenant) record).grants())
                .map(TenantGrants::subjects)
                .findFirst()
                .orElse(Map.of());
    }

    @Test
    void theFirstOfANameHasWhatWasGrantedToItAndTheNextHasNothing() {
        Grant grant = onTenant(Role.TENANT_VIEWER);
        grants.put(grant, ada());
        assertThat(published()).isEmpty();
        assertThat(principals.resolve(first)).isEqualTo(new Principals.Held(List.of(grant), false));
        assertThat(published()).isEqualTo(Map.of(bob, first.asSubject()));
        assertThat(principals.resolve(second)).isEqualTo(new Principals.Held(List.of(), true));
        assertThat(principals.of(second).grants()).isEmpty();
        assertThat(principals.resolve(first).grants()).containsExactly(grant);
        assertThat(BackDoor.audited(tenant)).containsExactly("grant.put", "principal.resolve");
    }

    @Test
    void theSameSubjectOfAnotherIssuerIsSomebodyElse() {
        grants.put(onTenant(Role.TENANT_VIEWER), ada());
        assertThat(principals.resolve(first).grants()).hasSize(1);
        Principal elsewhere = new Principal("https://elsewhere.example.org", "the first", bob);
        assertThat(principals.resolve(elsewhere)).isEqualTo(new Principals.Held(List.of(), true));
    }

    @Test
    void whatIsSettledChangesNothingAnyMore() {
        grants.put(onTenant(Role.TENANT_VIEWER), ada());
        Principals.Held held = principals.resolve(first);
        var before = BackDoor.trace(tenant);
        assertThat(principals.resolve(first)).isEqualTo(held);
        Principals.Held _ = principals.resolve(second);
        assertThat(BackDoor.trace(tenant)).isEqualTo(before);
    }

    @Test
    void anotherRoleIsStillTheSameSubjects() {
        grants.put(onTenant(Role.TENANT_VIEWER), ada());
        Principals.Held _ = principals.resolve(first);
        grants.put(onTenant(Role.TENANT_DEVELOPER), ada());
        assertThat(principals.resolve(second).grants()).isEmpty();
        assertThat(principals.resolve(first).grants())
                .containsExactly(onTenant(Role.TENANT_DEVELOPER));
        assertThat(published()).isEqualTo(Map.of(bob, first.asSubject()));
    }

    @Test
    void whatIsTakenAwayAndGivenAgainIsWhoeverComes() {
        grants.put(onTenant(Role.TENANT_VIEWER), ada());
        Principals.Held _ = principals.resolve(first);
        assertThat(grants.remove(bob, new Scope.OfTenant(tenant), ada())).isTrue();
        grants.put(onTenant(Role.TENANT_VIEWER), ada());
        assertThat(published()).isEmpty();
        assertThat(principals.resolve(second).grants())
                .containsExactly(onTenant(Role.TENANT_VIEWER));
        assertThat(principals.resolve(first)).isEqualTo(new Principals.Held(List.of(), true));
    }

    @Test
    void eachGrantIsSettledByItselfInEveryTenantAndOnThePlatform() {
        TenantId other = Seed.tenant();
        NamespaceId orders = new NamespaceId(tenant, "orders");
        var uid = Seed.namespace(orders, Seed.shard(1), NamespaceState.ACTIVE);
        Grant onOther = new Grant(bob, Role.TENANT_VIEWER, new Scope.OfTenant(other));
        Grant onPlatform = new Grant(bob, Role.PLATFORM_OPERATOR, new Scope.Platform());
        grants.put(onOther, ada());
        assertThat(principals.resolve(first).grants()).containsExactly(onOther);
        Grant onOrders = new Grant(bob, Role.DATA_READER, new Scope.OfNamespace(orders));
        grants.put(onOrders, ada());
        grants.put(onPlatform, ada());
        // whom the name means where it was granted later is for the one who comes
        assertThat(principals.resolve(second))
                .satisfies(
                        held -> {
                            assertThat(held.grants())
                                    .containsExactlyInAnyOrder(onOrders, onPlatform);
                            assertThat(held.namesake()).isTrue();
                        });
        assertThat(principals.of(first).grants()).containsExactly(onOther);
        assertThat(
                        BackDoor.strings(
                                "SELECT subject FROM access_grant WHERE namespace_uid = ?",
                                uid.value()))
                .containsExactly("the second");
    }

    @Test
    void ofTwoWhoComeAtOnceOneHasIt() {
        grants.put(onTenant(Role.TENANT_VIEWER), ada());
        List<Principals.Held> held =
                Together.call(6, n -> principals.resolve(n % 2 == 0 ? first : second));
        String whose = BackDoor.string("SELECT subject FROM access_grant WHERE principal = ?", bob);
        for (int n = 0; n < held.size(); n++) {
            String asked = n % 2 == 0 ? first.subject() : second.subject();
            assertThat(held.get(n).grants()).hasSize(asked.equals(whose) ? 1 : 0);
        }
    }

    @Test
    void eachCredentialOfAServiceAccountIsASubjectOfItsOwn() {
        String account = "client:sa." + tenant + ".ingest.k3v9x2m4";
        Grant grant = new Grant(account, Role.TENANT_VIEWER, new Scope.OfTenant(tenant));
        grants.put(grant, ada());
        for (String credential : List.of("of client 1", "of client 2")) {
            assertThat(principals.resolve(new Principal(ISSUER, credential, account)))
                    .isEqualTo(new Principals.Held(List.of(grant), false));
        }
        assertThat(published()).isEmpty();
    }
}
