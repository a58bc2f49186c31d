package io.quarry.metadata.tenant;

import static io.quarry.metadata.kit.Answers.answer;
import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Callers.ada;
import static io.quarry.metadata.kit.Seed.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.access.Grant;
import io.quarry.metadata.access.Grants;
import io.quarry.metadata.access.Role;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.access.Visible;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.answer.Written;
import io.quarry.metadata.idempotency.IdempotencyKey;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Callers;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.kit.Together;
import io.quarry.metadata.namespace.NamespaceFilter;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a tenant is changed in part, and how it ends. */
@QuarkusTest
class TenantLifeIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Inject Tenants tenants;
    @Inject Namespaces namespaces;
    @Inject Grants grants;

    private final TenantId id = TenantId.of(Seed.name("t"));
    private final String bob = "user:" + Seed.name("bob");

    @BeforeEach
    void aTenant() {
        tenants.put(id, new TenantSpec("payments"), ada());
    }

    @Test
    void aPatchChangesWhatItNames() {
        assertThat(tenants.patch(id, json("{}"), ada()).revision()).isOne();
        Tenant patched = tenants.patch(id, json("{\"description\": \"billing\"}"), ada(1));
        assertThat(patched.description()).isEqualTo("billing");
        assertThat(patched.revision()).isEqualTo(2);
        assertThat(tenants.find(id)).contains(patched);
        assertThat(tenants.patch(id, json("{\"description\": null}"), ada()).description())
                .isEmpty();
        assertThat(BackDoor.audited(id))
                .containsExactly("tenant.create", "tenant.change", "tenant.change");
    }

    @Test
    void aPatchThatMayNotBeIsRefusedWithAllThatIsWrong() {
        var before = BackDoor.trace(id);
        assertThat(refused("{\"colour\": 1}", ada()).code()).isEqualTo(ProblemCode.UNKNOWN_FIELD);
        ProblemException refusal = refused("{\"colour\": 1, \"description\": 5}", ada());
        assertThat(refusal.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        assertThat(refusal.violations())
                .extracting(Violation::field)
                .containsExactlyInAnyOrder("colour", "description");
        assertThat(refused("[]", ada()).violations())
                .extracting(Violation::field)
                .containsExactly("body");
        String tooLong = "{\"description\": \"" + "x".repeat(1_001) + "\"}";
        assertThat(refused(tooLong, ada()).code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        assertThat(refused("{\"description\": \"x\"}", ada(2)).code())
                .isEqualTo(ProblemCode.PRECONDITION_FAILED);
        assertThat(BackDoor.trace(id)).isEqualTo(before);
        TenantId nobody = TenantId.of(Seed.name("t"));
        assertThat(refusal(() -> tenants.patch(nobody, json("{}"), ada())).code())
                .isEqualTo(ProblemCode.NOT_FOUND);
    }

    private ProblemException refused(String patch, Caller caller) {
        return refusal(() -> tenants.patch(id, json(patch), caller));
    }

    @Test
    void whileNamespacesAreNotPurgedItStaysAndTheyAreNamed() {
        String shard = Seed.shard(20);
        Seed.namespace(new NamespaceId(id, "orders"), shard, NamespaceState.ACTIVE);
        Seed.namespace(new NamespaceId(id, "old"), shard, NamespaceState.RETIRED);
        Seed.namespace(new NamespaceId(id, "gone"), shard, NamespaceState.PURGED);
        var before = BackDoor.trace(id);
        ProblemException refusal = refusal(() -> tenants.delete(id, ada()));
        assertThat(refusal.code()).isEqualTo(ProblemCode.TENANT_NOT_EMPTY);
        assertThat(refusal.detail())
                .contains("orders (ACTIVE)", "old (RETIRED)")
                .doesNotContain("gone");
        assertThat(refusal.facts()).containsEntry("used", 2);
        assertThat(refusal(() -> tenants.checkDeletion(id, null)).view()).isEqualTo(refusal.view());
        for (int n = 0; n < 12; n++) {
            Seed.namespace(new NamespaceId(id, "more-" + n), shard, NamespaceState.ACTIVE);
        }
        assertThat(refusal(() -> tenants.delete(id, ada())).detail()).contains("and 4 more");
        assertThat(BackDoor.trace(id).get("tenant")).isEqualTo(before.get("tenant"));
    }

    @Test
    void oneThatIsEmptyGoesWithItsGrantsAndItsHistoryStays() {
        Seed.namespace(new NamespaceId(id, "gone"), Seed.shard(1), NamespaceState.PURGED);
        grants.put(new Grant(bob, Role.TENANT_ADMIN, new Scope.OfTenant(id)), ada());
        tenants.checkDeletion(id, 1L);
        assertThat(refusal(() -> tenants.delete(id, ada(2))).code())
                .isEqualTo(ProblemCode.PRECONDITION_FAILED);
        tenants.delete(id, ada(1));
        assertThat(tenants.find(id)).isEmpty();
        assertThat(tenants.list(new Visible.Only(Set.of(id)), PageRequest.first()).items())
                .isEmpty();
        assertThat(grants.of(bob)).isEmpty();
        assertThat(
                        BackDoor.strings(
                                "SELECT body #>> '{grants,grants}' FROM route WHERE key = ?",
                                "tenant:" + id))
                .containsExactly("{}");
        assertThat(BackDoor.audited(id))
                .containsExactly("tenant.create", "grant.put", "tenant.delete");
        String shard = Seed.shard(1);
        for (ProblemException refusal :
                List.of(
                        refusal(() -> tenants.delete(id, ada())),
                        refusal(
                                () ->
                                        namespaces.put(
                                                new NamespaceId(id, "orders"),
                                                spec(shard),
                                                ada(),
                                                true)),
                        refusal(
                                () ->
                                        grants.put(
                                                new Grant(
                                                        bob,
                                                        Role.TENANT_ADMIN,
                                                        new Scope.OfTenant(id)),
                                                ada())))) {
            assertThat(refusal.code()).isEqualTo(ProblemCode.NOT_FOUND);
        }
    }

    @Test
    void whoComesNextUnderItsNameStartsAnew() {
        Tenant before = tenants.find(id).orElseThrow();
        grants.put(new Grant(bob, Role.TENANT_ADMIN, new Scope.OfTenant(id)), ada());
        tenants.delete(id, ada());
        assertThat(refusal(() -> tenants.put(id, new TenantSpec("x"), ada(1))).code())
                .isEqualTo(ProblemCode.PRECONDITION_FAILED);
        Written<Tenant> after = tenants.put(id, new TenantSpec("billing"), ada());
        assertThat(after.created()).isTrue();
        assertThat(after.value().description()).isEqualTo("billing");
        assertThat(after.value().createdAt()).isAfter(before.createdAt());
        assertThat(after.value().revision()).isGreaterThan(before.revision());
        assertThat(grants.inTenant(id)).isEmpty();
        assertThat(namespaces.list(id, NamespaceFilter.live(), PageRequest.first()).items())
                .isEmpty();
    }

    @Test
    void aRepeatedDeletionIsOne() {
        Caller once = Callers.ada(new IdempotencyKey("once", "DELETE tenant", "hash"));
        tenants.delete(id, once);
        tenants.delete(id, once);
        assertThat(BackDoor.audited(id)).containsExactly("tenant.create", "tenant.delete");
    }

    /** Either there is no such tenant any more, or it stays for what was made in it. */
    @Test
    void noNamespaceIsMadeInATenantThatGoes() {
        String shard = Seed.shard(40);
        for (int n = 0; n < 15; n++) {
            TenantId each = Seed.tenant();
            NamespaceId orders = new NamespaceId(each, "orders");
            List<Object> answers =
                    Together.call(
                            2,
                            number ->
                                    number == 0
                                            ? answer(
                                                    () -> {
                                                        tenants.delete(each, ada());
                                                        return "deleted";
                                                    })
                                            : answer(
                                                    () ->
                                                            namespaces.put(
                                                                    orders,
                                                                    spec(shard),
                                                                    ada(),
                                                                    true)));
            assertThat(answers).filteredOn(ProblemException.class::isInstance).hasSize(1);
            assertThat(tenants.find(each).isPresent())
                    .isEqualTo(namespaces.find(orders).isPresent());
        }
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException(text, notJson);
        }
    }
}
