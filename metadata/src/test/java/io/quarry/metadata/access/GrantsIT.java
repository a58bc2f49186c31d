package io.quarry.metadata.access;

import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Answers.walk;
import static io.quarry.metadata.kit.Callers.ada;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.answer.Written;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.kit.Together;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.RetiredNamespaces;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.route.RouteRecord;
import io.quarry.metadata.route.Routes;
import io.quarry.metadata.route.TenantGrants;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GrantsIT {
    @Inject Grants grants;
    @Inject Routes routes;
    @Inject RetiredNamespaces retired;
    @Inject Tenancy tenancy;

    private final String bob = "user:" + Seed.name("bob");
    private TenantId tenant = TenantId.of("unseeded");

    @BeforeEach
    void aTenant() {
        tenant = Seed.tenant();
    }

    private List<Grant> on(Scope scope) {
        return grants.on(scope, PageRequest.first()).items();
    }

    private Grant onTenant(Role role) {
        return new Grant(bob, role, new Scope.OfTenant(tenant));
    }

    @Test
    void aGrantIsThereForThosesWhoAskAndInTheRoute() {
        Grant grant = onTenant(Role.TENANT_ADMIN);
        Written<Granted> written = grants.put(grant, ada());
        assertThat(written.created()).isTrue();
        assertThat(grants.find(bob, grant.scope())).contains(written.value());
        assertThat(grants.of(bob)).containsExactly(grant);
        assertThat(grants.inTenant(tenant)).containsExactly(grant);
        assertThat(published()).isEqualTo(Map.of(bob, Set.of(Role.TENANT_ADMIN)));
        assertThat(BackDoor.audited(tenant)).containsExactly("grant.put");
    }

    @Test
    void theSameGrantAgainChangesNothing() {
        grants.put(onTenant(Role.TENANT_ADMIN), ada());
        var before = BackDoor.trace(tenant);
        assertThat(grants.put(onTenant(Role.TENANT_ADMIN), ada()).created()).isFalse();
        assertThat(BackDoor.trace(tenant)).isEqualTo(before);
    }

    @Test
    void aPrincipalHasOneRoleOnAScope() {
        grants.put(onTenant(Role.TENANT_DEVELOPER), ada());
        assertThat(grants.put(onTenant(Role.TENANT_VIEWER), ada()).created()).isFalse();
        assertThat(grants.of(bob)).containsExactly(onTenant(Role.TENANT_VIEWER));
        assertThat(published()).isEqualTo(Map.of(bob, Set.of(Role.TENANT_VIEWER)));
        assertThat(BackDoor.audited(tenant)).containsExactly("grant.put", "grant.put");
    }

    @Test
    void whatIsTakenAwayIsGoneFromTheRouteAsWell() {
        grants.put(onTenant(Role.TENANT_DEVELOPER), ada());
        assertThat(grants.remove(bob, new Scope.OfTenant(tenant), ada())).isTrue();
        assertThat(grants.of(bob)).isEmpty();
        assertThat(published()).isEmpty();
        var before = BackDoor.trace(tenant);
        assertThat(grants.remove(bob, new Scope.OfTenant(tenant), ada())).isFalse();
        assertThat(BackDoor.trace(tenant)).isEqualTo(before);
        assertThat(BackDoor.audited(tenant)).containsExactly("grant.put", "grant.remove");
    }

    @Test
    void concurrentPutsOfOneGrantMakeOne() {
        List<Written<Granted>> answers =
                Together.call(6, _ -> grants.put(onTenant(Role.TENANT_ADMIN), ada()));
        assertThat(answers).filteredOn(Written::created).hasSize(1);
        assertThat(grants.of(bob)).containsExactly(onTenant(Role.TENANT_ADMIN));
        assertThat(BackDoor.audited(tenant)).containsExactly("grant.put");
    }

    @Test
    void everythingThatAPrincipalHasIsFoundAndATenantSeesItsOwn() {
        TenantId other = Seed.tenant();
        NamespaceId orders = new NamespaceId(tenant, "orders");
        Seed.namespace(orders, Seed.shard(1), NamespaceState.ACTIVE);
        Grant onPlatform = new Grant(bob, Role.PLATFORM_OPERATOR, new Scope.Platform());
        Grant onOther = new Grant(bob, Role.TENANT_VIEWER, new Scope.OfTenant(other));
        Grant onOrders = new Grant(bob, Role.DATA_READER, new Scope.OfNamespace(orders));
        for (Grant each : List.of(onPlatform, onOther, onOrders, onTenant(Role.TENANT_DEVELOPER))) {
            grants.put(each, ada());
        }
        assertThat(grants.of(bob))
                .containsExactlyInAnyOrder(
                        onPlatform, onOther, onOrders, onTenant(Role.TENANT_DEVELOPER));
        assertThat(grants.inTenant(tenant))
                .containsExactlyInAnyOrder(onOrders, onTenant(Role.TENANT_DEVELOPER));
        assertThat(grants.inTenant(other)).containsExactly(onOther);
        assertThat(on(new Scope.Platform())).contains(onPlatform).doesNotContain(onOther, onOrders);
        assertThat(published()).isEqualTo(Map.of(bob, Set.of(Role.TENANT_DEVELOPER)));
    }

    @Test
    void aPlatformGrantIsAuditedForNoTenantAndCanBeTakenAway() {
        Grant grant = new Grant(bob, Role.PLATFORM_OPERATOR, new Scope.Platform());
        grants.put(grant, ada());
        assertThat(grants.remove(bob, new Scope.Platform(), ada())).isTrue();
        assertThat(grants.remove(bob, new Scope.Platform(), ada())).isFalse();
        assertThat(grants.of(bob)).isEmpty();
        assertThat(
                        BackDoor.strings(
                                "SELECT action FROM audit WHERE tenant IS NULL AND target = ?"
                                        + " ORDER BY id",
                                bob + " on platform"))
                .containsExactly("grant.put", "grant.remove");
    }

    @Test
    void aScopeThatIsNotThereIsRefusedAndNothingIsWritten() {
        TenantId nobody = TenantId.of(Seed.name("t"));
        for (Grant grant :
                List.of(
                        new Grant(bob, Role.TENANT_VIEWER, new Scope.OfTenant(nobody)),
                        new Grant(
                                bob,
                                Role.DATA_READER,
                                new Scope.OfNamespace(new NamespaceId(nobody, "orders"))),
                        new Grant(
                                bob,
                                Role.DATA_READER,
                                new Scope.OfNamespace(new NamespaceId(tenant, "orders"))))) {
            assertThat(refusal(() -> grants.put(grant, ada())).code())
                    .isEqualTo(ProblemCode.NOT_FOUND);
            assertThat(refusal(() -> grants.remove(bob, grant.scope(), ada())).code())
                    .isEqualTo(ProblemCode.NOT_FOUND);
        }
        assertThat(grants.of(bob)).isEmpty();
        assertThat(BackDoor.audited(tenant)).isEmpty();
        assertThat(BackDoor.audited(nobody)).isEmpty();
    }

    @Test
    void aRoleThatDoesNotFitItsScopeIsNeverGranted() {
        assertThatThrownBy(() -> grants.put(onTenant(Role.PLATFORM_ADMIN), ada()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(grants.of(bob)).isEmpty();
    }

    @Test
    void whoComesNextUnderANameInheritsNoGrants() {
        NamespaceId orders = new NamespaceId(tenant, "orders");
        String shard = Seed.shard(2);
        Grant reader = new Grant(bob, Role.DATA_READER, new Scope.OfNamespace(orders));
        Uid before = Seed.namespace(orders, shard, NamespaceState.ACTIVE);
        grants.put(reader, ada());
        Seed.ended(before, NamespaceState.RETIRED);
        assertThat(grants.of(bob)).isEmpty();
        assertThat(grants.inTenant(tenant)).isEmpty();
        Uid after = Seed.namespace(orders, shard, NamespaceState.ACTIVE);
        assertThat(after).isNotEqualTo(before);
        assertThat(grants.of(bob)).isEmpty();
        assertThat(grants.inTenant(tenant)).isEmpty();
        assertThat(tenancy.call(tenant, () -> grants.onNamespace(after))).isEmpty();
        assertThat(grants.put(reader, ada()).created()).isTrue();
        assertThat(grants.of(bob)).containsExactly(reader);
    }

    @Test
    void thoseOnOneNamespaceAreListedAloneAndHoldAgainOnceItIsRestored() {
        NamespaceId orders = new NamespaceId(tenant, "orders");
        Scope scope = new Scope.OfNamespace(orders);
        assertThat(refusal(() -> on(scope)).code()).isEqualTo(ProblemCode.NOT_FOUND);
        Uid uid = Seed.namespace(orders, Seed.shard(1), NamespaceState.ACTIVE);
        Grant reader = new Grant(bob, Role.DATA_READER, scope);
        grants.put(reader, ada());
        grants.put(onTenant(Role.TENANT_VIEWER), ada());
        assertThat(on(scope)).containsExactly(reader);
        assertThat(on(new Scope.OfTenant(tenant))).containsExactly(onTenant(Role.TENANT_VIEWER));
        Seed.retired(orders, uid);
        assertThat(refusal(() -> on(scope)).code()).isEqualTo(ProblemCode.NOT_FOUND);
        retired.restore(tenant, uid, ada());
        assertThat(on(scope)).containsExactly(reader);
        assertThat(grants.of(bob)).contains(reader);
    }

    private Map<String, Set<Role>> published() {
        return routes.all().stream()
                .filter(RouteRecord.OfTenant.class::isInstance)
                .map(record -> ((RouteRecord.OfTenant) record).grants())
                .filter(record -> record.tenant().equals(tenant))
                .map(TenantGrants::grants)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void pagesAreCompleteThoseOnTheTenantFirst() {
        NamespaceId orders = new NamespaceId(tenant, "orders");
        Seed.namespace(orders, Seed.shard(1), NamespaceState.ACTIVE);
        Scope one = new Scope.OfNamespace(orders);
        Scope all = new Scope.OfTenant(tenant);
        for (String who : List.of("client:b", "user:a", "client:a", "user:B")) {
            grants.put(new Grant(who, Role.TENANT_VIEWER, all), ada());
            grants.put(new Grant(who, Role.DATA_READER, one), ada());
        }
        List<String> inOrder = List.of("client:a", "client:b", "user:B", "user:a");
        assertThat(walk(3, page -> grants.inTenant(tenant, page), () -> {}))
                .extracting(Grant::principal)
                .containsExactlyElementsOf(
                        Stream.concat(inOrder.stream(), inOrder.stream()).toList());
        for (Scope scope : List.of(all, one)) {
            assertThat(walk(1, page -> grants.on(scope, page), () -> {}))
                    .allMatch(grant -> grant.scope().equals(scope))
                    .extracting(Grant::principal)
                    .containsExactlyElementsOf(inOrder);
        }
        String token = grants.on(all, new PageRequest(1, null)).nextPageToken();
        assertThat(refusal(() -> grants.on(one, new PageRequest(1, token))).code())
                .isEqualTo(ProblemCode.PAGE_TOKEN_INVALID);
    }
}
