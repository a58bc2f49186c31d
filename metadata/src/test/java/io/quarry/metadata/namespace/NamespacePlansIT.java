package io.quarry.metadata.namespace;

import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Callers.ada;
import static io.quarry.metadata.kit.Seed.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Callers;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.NamespacePlan.Action;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.placement.Placement;
import io.quarry.metadata.placement.PlacementRole;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.ProblemView;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A dry run says what the request would do, by the same rules, and leaves nothing behind. */
@QuarkusTest
class NamespacePlansIT {
    @Inject Namespaces namespaces;
    @Inject NamespacePlans plans;

    private NamespaceId id = NamespaceId.of("unseeded", "orders");
    private String shard = "";

    @BeforeEach
    void aTenantAndRoom() {
        id = new NamespaceId(Seed.tenant(), "orders");
        shard = Seed.shard(3);
    }

    private void settled(String... members) {
        Namespace namespace = namespaces.put(id, spec(shard, members), ada(), true).namespace();
        Seed.ended(namespace.uid(), NamespaceState.ACTIVE);
    }

    @Test
    void ofACreateItSaysWhatTheCreateThenDoes() {
        var before = BackDoor.trace(id.tenant());
        NamespacePlan plan = plans.planPut(id, spec(shard), ada(), false);
        assertThat(BackDoor.trace(id.tenant())).isEqualTo(before);
        assertThat(BackDoor.reserved(shard)).isZero();
        assertThat(plan.action()).isEqualTo(Action.CREATE);
        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.placements()).containsExactly(new Placement(PlacementRole.PRIMARY, shard));
        Accepted.Created created = (Accepted.Created) namespaces.put(id, spec(shard), ada(), false);
        assertThat(created.operation().plan().steps()).isEqualTo(plan.steps());
        assertThat(created.namespace().status().effective()).isEqualTo(plan.effective());
        assertThat(created.namespace().status().placements()).isEqualTo(plan.placements());
    }

    @Test
    void ofAChangeItSaysWhatTheChangeThenDoes() {
        settled();
        NamespaceSpec wish = spec(shard, "\"ttl\": \"P1D\"");
        var before = BackDoor.trace(id.tenant());
        NamespacePlan plan = plans.planPut(id, wish, ada(1), false);
        assertThat(plans.planPut(id, spec(shard), ada(), false).action()).isEqualTo(Action.NONE);
        assertThat(plans.planPut(id, spec(shard), ada(), false).steps()).isEmpty();
        assertThat(BackDoor.trace(id.tenant())).isEqualTo(before);
        assertThat(plan.action()).isEqualTo(Action.CHANGE);
        assertThat(plan.refusals()).isEmpty();
        Accepted.Changed changed = (Accepted.Changed) namespaces.put(id, wish, ada(1), false);
        assertThat(changed.operation().plan().steps()).isEqualTo(plan.steps());
        assertThat(changed.namespace().status().effective()).isEqualTo(plan.effective());
    }

    @Test
    void ofARetirementItSaysWhatTheRetirementThenDoes() {
        settled();
        var before = BackDoor.trace(id.tenant());
        NamespacePlan purged = plans.planRetire(id, Duration.ZERO, Callers.ada());
        NamespacePlan plan = plans.planRetire(id, Duration.ofDays(7), Callers.ada());
        assertThat(BackDoor.trace(id.tenant())).isEqualTo(before);
        assertThat(plan.action()).isEqualTo(Action.RETIRE);
        assertThat(plan.refusals()).isEmpty();
        assertThat(purged.steps()).hasSizeGreaterThan(plan.steps().size());
        Operation operation = namespaces.retire(id, Duration.ofDays(7), ada());
        assertThat(operation.plan().steps()).isEqualTo(plan.steps());
    }

    @Test
    void itsFirstRefusalIsWhatTheRequestIsRefusedWith() {
        assertRefusedAlike(spec(shard), 1L);
        assertRefusedAlike(spec(shard, "\"isolation\": \"dedicated\""), null);
        settled();
        assertRefusedAlike(spec(shard, "\"ttl\": \"P1D\""), null);
        assertRefusedAlike(spec(shard, "\"ttl\": \"P1D\""), 2L);
        assertRefusedAlike(spec(shard, "\"writes\": \"conditional\""), null);
        namespaces.put(id, spec(shard, "\"ttl\": \"P1D\""), ada(1), false);
        assertRefusedAlike(spec(shard), 2L);
        assertRefusedAlike(spec(shard), 1L);
    }

    private void assertRefusedAlike(NamespaceSpec spec, @Nullable Long ifMatch) {
        Caller caller = ifMatch == null ? ada() : ada(ifMatch);
        var before = BackDoor.trace(id.tenant());
        NamespacePlan plan = plans.planPut(id, spec, caller, false);
        ProblemException refusal = refusal(() -> namespaces.put(id, spec, caller, false));
        assertThat(plan.refusals().getFirst()).isEqualTo(refusal.view());
        assertThat(BackDoor.trace(id.tenant())).isEqualTo(before);
    }

    @Test
    void wantOfRoomIsARefusalThatNamesTheShards() {
        String full = Seed.shard(0);
        NamespacePlan plan = plans.planPut(id, spec(full), ada(), false);
        assertThat(plan.effective()).isNull();
        assertThat(plan.placements()).isEmpty();
        assertThat(plan.refusals())
                .extracting(ProblemView::code)
                .containsExactly(ProblemCode.NO_CAPACITY);
        assertThat(plan.refusals().getFirst().detail()).contains(full + " is full");
        assertRefusedAlike(spec(full), null);
    }

    @Test
    void ofAProtectedOneOrOneUnderWayItSaysEverythingThatSpeaksAgainstTheRetirement() {
        namespaces.put(id, spec(shard, "\"deletion_protection\": true"), ada(), true);
        assertThat(plans.planRetire(id, Duration.ZERO, Callers.ada()).refusals())
                .extracting(ProblemView::code)
                .containsExactly(ProblemCode.DELETION_PROTECTED, ProblemCode.OPERATION_IN_PROGRESS);
    }

    @Test
    void ofWhatIsNotThereItIsRefused() {
        NamespaceId elsewhere = new NamespaceId(TenantId.of(Seed.name("t")), "orders");
        assertThat(refusal(() -> plans.planRetire(id, Duration.ZERO, Callers.ada())).code())
                .isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(refusal(() -> plans.planPut(elsewhere, spec(shard), ada(), false)).code())
                .isEqualTo(ProblemCode.NOT_FOUND);
    }
}
