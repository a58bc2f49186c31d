package io.quarry.metadata.namespace;

import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Callers.ada;
import static io.quarry.metadata.kit.Seed.spec;
import static io.quarry.metadata.namespace.Specs.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.idempotency.IdempotencyKey;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Callers;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.NamespacePlan.Action;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Wishes that are said by what they differ in: a patch of one, and another one just like it. */
@QuarkusTest
class NamespaceChangesIT {
    private static final String MEMBERS =
            "\"ttl\": \"P1D\", \"description\": \"orders\","
                    + " \"workload\": {\"reads_per_second\": 5, \"items\": 9}";

    @Inject Namespaces namespaces;
    @Inject NamespacePlans plans;

    private NamespaceId id = NamespaceId.of("unseeded", "orders");
    private NamespaceId copy = NamespaceId.of("unseeded", "copy");
    private String shard = "";

    @BeforeEach
    void aTenantAndRoom() {
        id = new NamespaceId(Seed.tenant(), "orders");
        copy = new NamespaceId(id.tenant(), "copy");
        shard = Seed.shard(10);
    }

    private Namespace settled(String members) {
        Namespace namespace = namespaces.put(id, spec(shard, members), ada(), true).namespace();
        Seed.ended(namespace.uid(), NamespaceState.ACTIVE);
        return namespace;
    }

    @Test
    void aPatchChangesWhatItNamesAndLeavesTheRest() {
        settled(MEMBERS);
        String patch = "{\"ttl\": null, \"workload\": {\"items\": 10, \"reads_per_second\": null}}";
        var changed = (Accepted.Changed) namespaces.patch(id, json(patch), ada(1));
        assertThat(changed.namespace().spec())
                .isEqualTo(
                        spec(shard, "\"description\": \"orders\", \"workload\": {\"items\": 10}"));
        assertThat(changed.namespace().revision()).isEqualTo(2);
        assertThat(changed.operation().plan().summary()).contains("workload", "ttl");
        assertThat(BackDoor.audited(id.tenant()))
                .containsExactly("namespace.create", "namespace.change");
    }

    @Test
    void aPatchThatSaysNothingNewChangesNothing() {
        settled(MEMBERS);
        var before = BackDoor.trace(id.tenant());
        for (String patch :
                new String[] {
                    "{}", "{\"ttl\": \"PT24H\"}", "{\"cache\": null, \"workload\": {}}"
                }) {
            assertThat(namespaces.patch(id, json(patch), ada()))
                    .isInstanceOf(Accepted.Unchanged.class);
        }
        assertThat(BackDoor.trace(id.tenant())).isEqualTo(before);
    }

    @Test
    void aPatchIsJudgedAsWhatComesOfIt() {
        settled(MEMBERS);
        var before = BackDoor.trace(id.tenant());
        assertRefused("{\"ttl\": \"P2D\"}", null, ProblemCode.PRECONDITION_REQUIRED);
        assertRefused("{\"ttl\": \"P2D\"}", 2L, ProblemCode.PRECONDITION_FAILED);
        assertRefused(
                "{\"writes\": \"conditional\", \"durability\": \"best-effort\", \"ttl\": null}",
                1L,
                ProblemCode.IMMUTABLE_FIELD,
                "writes",
                "durability");
        assertRefused(
                "{\"ttl\": \"soon\", \"description\": 5, \"colour\": \"red\"}",
                1L,
                ProblemCode.INVALID_REQUEST,
                "ttl",
                "description",
                "colour");
        assertRefused("{\"colour\": \"red\"}", 1L, ProblemCode.UNKNOWN_FIELD, "colour");
        assertRefused("{\"abstraction\": null}", 1L, ProblemCode.INVALID_REQUEST, "abstraction");
        assertRefused("[]", 1L, ProblemCode.INVALID_REQUEST, "body");
        assertThat(BackDoor.trace(id.tenant())).isEqualTo(before);
        assertThat(refusal(() -> namespaces.patch(copy, json("{}"), ada())).code())
                .isEqualTo(ProblemCode.NOT_FOUND);
    }

    private void assertRefused(
            String patch, @Nullable Long ifMatch, ProblemCode code, String... fields) {
        Caller caller = ifMatch == null ? ada() : ada(ifMatch);
        ProblemException refusal = refusal(() -> namespaces.patch(id, json(patch), caller));
        assertThat(refusal.code()).as(patch).isEqualTo(code);
        assertThat(refusal.violations())
                .extracting(Violation::field)
                .containsExactlyInAnyOrder(fields);
    }

    @Test
    void thePlanOfAPatchIsWhatThePatchThenDoes() {
        settled(MEMBERS);
        var before = BackDoor.trace(id.tenant());
        var patch = json("{\"ttl\": \"P2D\"}");
        NamespacePlan plan = plans.planPatch(id, patch, ada(1));
        assertThat(plan.action()).isEqualTo(Action.CHANGE);
        assertThat(plan.refusals()).isEmpty();
        assertThat(plans.planPatch(id, patch, ada()).refusals().getFirst().code())
                .isEqualTo(ProblemCode.PRECONDITION_REQUIRED);
        assertThat(BackDoor.trace(id.tenant())).isEqualTo(before);
        var changed = (Accepted.Changed) namespaces.patch(id, patch, ada(1));
        assertThat(changed.operation().plan().steps()).isEqualTo(plan.steps());
    }

    @Test
    void protectionIsTakenOffByAPatchAndThenItMayGo() {
        Namespace namespace = settled("\"deletion_protection\": true");
        assertThat(refusal(() -> namespaces.retire(id, Duration.ZERO, ada())).code())
                .isEqualTo(ProblemCode.DELETION_PROTECTED);
        namespaces.patch(id, json("{\"deletion_protection\": false}"), ada(1));
        Seed.ended(namespace.uid(), NamespaceState.ACTIVE);
        assertThat(namespaces.retire(id, Duration.ZERO, ada()).target().uid())
                .isEqualTo(namespace.uid());
    }

    @Test
    void aCloneHasTheSpecAndNothingElseOfTheOther() {
        Namespace original = settled(MEMBERS);
        NamespacePlan plan = plans.planClone(id, "copy", ada());
        assertThat(namespaces.find(copy)).isEmpty();
        assertThat(plan.action()).isEqualTo(Action.CREATE);
        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.warnings()).contains("the data of " + id + " is not copied");
        var created = (Accepted.Created) namespaces.cloneOf(id, "copy", ada());
        assertThat(created.namespace().spec()).isEqualTo(original.spec());
        assertThat(created.namespace().uid()).isNotEqualTo(original.uid());
        assertThat(created.namespace().revision()).isOne();
        assertThat(created.operation().plan().summary())
                .contains(id.toString(), copy.toString(), "without its data");
        assertThat(created.operation().plan().steps()).isEqualTo(plan.steps());
        assertThat(namespaces.find(copy)).contains(created.namespace());
        assertThat(BackDoor.reserved(shard)).isEqualTo(2);
        assertThat(BackDoor.audited(id.tenant()))
                .containsExactly("namespace.create", "namespace.clone");
    }

    @Test
    void aCloneOfNothingOrUnderATakenNameIsRefused() {
        assertThat(refusal(() -> namespaces.cloneOf(id, "copy", ada())).code())
                .isEqualTo(ProblemCode.NOT_FOUND);
        settled(MEMBERS);
        var before = BackDoor.trace(id.tenant());
        ProblemException refusal = refusal(() -> namespaces.cloneOf(id, id.name(), ada()));
        assertThat(refusal.code()).isEqualTo(ProblemCode.NAME_TAKEN);
        assertThat(plans.planClone(id, id.name(), ada()).refusals())
                .containsExactly(refusal.view());
        assertThat(BackDoor.trace(id.tenant())).isEqualTo(before);
    }

    @Test
    void aRepeatedCloneIsOne() {
        settled(MEMBERS);
        Caller once = Callers.ada(new IdempotencyKey("once", "POST clone", "hash"));
        Accepted first = namespaces.cloneOf(id, "copy", once);
        assertThat(namespaces.cloneOf(id, "copy", once)).isEqualTo(first);
        assertThat(BackDoor.reserved(shard)).isEqualTo(2);
    }
}
