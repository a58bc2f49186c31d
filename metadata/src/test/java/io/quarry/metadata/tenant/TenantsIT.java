package io.quarry.metadata.tenant;

import static io.quarry.metadata.kit.Answers.answer;
import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Answers.walk;
import static io.quarry.metadata.kit.Callers.ada;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.access.Visible;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.answer.Written;
import io.quarry.metadata.idempotency.IdempotencyKey;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.kit.Together;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TenantsIT {
    @Inject Tenants tenants;

    private final TenantId id = TenantId.of(Seed.name("t"));

    @Test
    void aNewNameMakesATenantWithItsRouteAndItsAuditRow() {
        Written<Tenant> made = tenants.put(id, new TenantSpec("payments"), ada());
        assertThat(made.created()).isTrue();
        assertThat(made.value().revision()).isOne();
        assertThat(tenants.find(id)).contains(made.value());
        assertThat(BackDoor.audited(id)).containsExactly("tenant.create");
        assertThat(BackDoor.strings("SELECT key FROM route WHERE tenant = ?", id.name()))
                .containsExactly("tenant:" + id);
    }

    @Test
    void whoeverCreatesNeverReplaces() {
        Caller creating = ada().creating();
        assertThat(tenants.put(id, new TenantSpec("payments"), creating).created()).isTrue();
        var before = BackDoor.trace(id);
        assertThat(refusal(() -> tenants.put(id, new TenantSpec("x"), creating)).code())
                .isEqualTo(ProblemCode.NAME_TAKEN);
        assertThat(refusal(() -> tenants.create(id, new TenantSpec("x"), ada())).code())
                .isEqualTo(ProblemCode.NAME_TAKEN);
        assertThat(BackDoor.trace(id)).isEqualTo(before);
    }

    /** Though the names are in the body, and each tenant's transaction sees its own rows only. */
    @Test
    void aKeyIsForTheCreationOfOneTenant() {
        String key = Seed.name("key");
        Caller first = ada(new IdempotencyKey(key, "POST /tenants", "first"));
        Tenant made = tenants.create(id, new TenantSpec("payments"), first);
        assertThat(tenants.create(id, new TenantSpec("payments"), first)).isEqualTo(made);
        TenantId other = TenantId.of(Seed.name("t"));
        Caller second = ada(new IdempotencyKey(key, "POST /tenants", "second"));
        assertThat(refusal(() -> tenants.create(other, new TenantSpec(""), second)).code())
                .isEqualTo(ProblemCode.IDEMPOTENCY_KEY_REUSED);
        assertThat(tenants.find(other)).isEmpty();
        assertThat(BackDoor.audited(id)).containsExactly("tenant.create");
    }

    @Test
    void theSameWishChangesNothing() {
        Written<Tenant> made = tenants.put(id, new TenantSpec("payments"), ada());
        var before = BackDoor.trace(id);
        assertThat(tenants.put(id, new TenantSpec("payments"), ada()))
                .isEqualTo(new Written<>(made.value(), false));
        assertThat(BackDoor.trace(id)).isEqualTo(before);
    }

    @Test
    void aChangeRaisesTheRevisionAndIsAudited() {
        Tenant made = tenants.put(id, new TenantSpec("payments"), ada()).value();
        Written<Tenant> changed = tenants.put(id, new TenantSpec("billing"), ada(1));
        assertThat(changed.created()).isFalse();
        assertThat(changed.value().description()).isEqualTo("billing");
        assertThat(changed.value().revision()).isEqualTo(2);
        assertThat(changed.value().createdAt()).isEqualTo(made.createdAt());
        assertThat(changed.value().updatedAt()).isAfter(made.updatedAt());
        assertThat(tenants.find(id)).contains(changed.value());
        assertThat(BackDoor.audited(id)).containsExactly("tenant.create", "tenant.change");
    }

    @Test
    void aStaleIfMatchIsRefusedAndChangesNothing() {
        assertThat(refusal(() -> tenants.put(id, new TenantSpec(""), ada(1))).code())
                .isEqualTo(ProblemCode.PRECONDITION_FAILED);
        assertThat(tenants.find(id)).isEmpty();
        tenants.put(id, new TenantSpec("payments"), ada());
        var before = BackDoor.trace(id);
        for (String wish : List.of("payments", "billing")) {
            assertThat(refusal(() -> tenants.put(id, new TenantSpec(wish), ada(2))).code())
                    .isEqualTo(ProblemCode.PRECONDITION_FAILED);
        }
        assertThat(BackDoor.trace(id)).isEqualTo(before);
    }

    @Test
    void aDescriptionThatIsTooLongIsRefused() {
        String tooLong = "x".repeat(TenantSpec.MAX_DESCRIPTION + 1);
        ProblemException refusal = refusal(() -> tenants.put(id, new TenantSpec(tooLong), ada()));
        assertThat(refusal.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        assertThat(refusal.violations())
                .extracting(Violation::field)
                .containsExactly("description");
        assertThat(tenants.find(id)).isEmpty();
        String longest = tooLong.substring(1);
        assertThat(tenants.put(id, new TenantSpec(longest), ada()).value().description())
                .isEqualTo(longest);
    }

    @Test
    void concurrentPutsOfOneNameMakeOneTenant() {
        List<Written<Tenant>> answers =
                Together.call(6, _ -> tenants.put(id, new TenantSpec("payments"), ada()));
        assertThat(answers).filteredOn(Written::created).hasSize(1);
        assertThat(answers).extracting(Written::value).containsOnly(answers.getFirst().value());
        assertThat(BackDoor.audited(id)).containsExactly("tenant.create");
    }

    @Test
    void ofConcurrentChangesWithOneIfMatchOneIsMade() {
        tenants.put(id, new TenantSpec(""), ada());
        List<Object> answers =
                Together.call(
                        6, n -> answer(() -> tenants.put(id, new TenantSpec("by " + n), ada(1))));
        assertThat(answers).filteredOn(Written.class::isInstance).hasSize(1);
        assertThat(answers)
                .filteredOn(ProblemException.class::isInstance)
                .hasSize(5)
                .allSatisfy(
                        refusal ->
                                assertThat(((ProblemException) refusal).code())
                                        .isEqualTo(ProblemCode.PRECONDITION_FAILED));
        assertThat(tenants.find(id).orElseThrow().revision()).isEqualTo(2);
        assertThat(BackDoor.audited(id)).containsExactly("tenant.create", "tenant.change");
    }

    @Test
    void pagesAreCompleteAndWithoutDoublesWhileTenantsAreMade() {
        List<TenantId> before = Seed.tenants(25);
        List<Tenant> seen =
                walk(
                        4,
                        page -> tenants.list(new Visible.All(), page),
                        () -> {
                            Seed.tenants(1);
                            TenantId _ = putNew("a");
                            TenantId _ = putNew("z");
                        });
        assertThat(seen).extracting(Tenant::name).doesNotHaveDuplicates().containsAll(before);
        assertThat(seen)
                .extracting(tenant -> tenant.name().name())
                .isSortedAccordingTo(Comparator.naturalOrder());
    }

    private TenantId putNew(String prefix) {
        return tenants.put(TenantId.of(Seed.name(prefix)), new TenantSpec(""), ada())
                .value()
                .name();
    }

    @Test
    void onlyVisibleTenantsAreListed() {
        List<TenantId> some = Seed.tenants(5);
        Seed.tenants(5);
        Visible visible = new Visible.Only(Set.copyOf(some));
        assertThat(walk(2, page -> tenants.list(visible, page), () -> Seed.tenants(1)))
                .extracting(Tenant::name)
                .containsExactlyElementsOf(some);
        assertThat(tenants.list(new Visible.Only(Set.of()), PageRequest.first()).items()).isEmpty();
        assertThat(tenants.list(new Visible.Only(Set.of(id)), PageRequest.first()).items())
                .isEmpty();
    }

    @Test
    void aPageTokenOfAnotherListingIsRefused() {
        Set<TenantId> some = Set.copyOf(Seed.tenants(3));
        Visible all = new Visible.All();
        Visible only = new Visible.Only(some);
        String ofAll = tenants.list(all, new PageRequest(1, null)).nextPageToken();
        String ofOnly = tenants.list(only, new PageRequest(1, null)).nextPageToken();
        assertThat(ofOnly).isNotNull();
        for (PageRequest page :
                List.of(new PageRequest(1, ofAll), new PageRequest(1, "nonsense"))) {
            assertThat(refusal(() -> tenants.list(only, page)).code())
                    .isEqualTo(ProblemCode.PAGE_TOKEN_INVALID);
        }
        assertThat(refusal(() -> tenants.list(all, new PageRequest(1, ofOnly))).code())
                .isEqualTo(ProblemCode.PAGE_TOKEN_INVALID);
    }
}
