package io.quarry.metadata.namespace;

import static io.quarry.metadata.kit.Answers.answer;
import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Callers.ada;
import static io.quarry.metadata.kit.Seed.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.kit.Together;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.StepPlan;
import io.quarry.metadata.operation.Workflows;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the wish to retire, as far as requests see it. */
@QuarkusTest
class NamespaceRetirementIT {
    @Inject Namespaces namespaces;

    private NamespaceId id = NamespaceId.of("unseeded", "orders");
    private String shard = "";

    @BeforeEach
    void aTenantAndRoom() {
        id = new NamespaceId(Seed.tenant(), "orders");
        shard = Seed.shard(10);
    }

    private Namespace settled(String... members) {
        Namespace namespace = namespaces.put(id, spec(shard, members), ada(), true).namespace();
        Seed.ended(namespace.uid(), NamespaceState.ACTIVE);
        return namespace;
    }

    @Test
    void itBeginsToRetireAndKeepsItsNameMeanwhile() {
        Namespace namespace = settled();
        Operation operation = namespaces.retire(id, Duration.ofDays(7), ada());
        assertThat(operation.type()).isEqualTo(OperationType.RETIRE_NAMESPACE);
        assertThat(operation.target().uid()).isEqualTo(namespace.uid());
        Namespace retiring = namespaces.find(id).orElseThrow();
        assertThat(retiring.status().state()).isEqualTo(NamespaceState.RETIRING);
        assertThat(retiring.status().operationId()).isEqualTo(operation.id());
        assertThat(retiring.revision()).isEqualTo(namespace.revision());
        assertThat(BackDoor.reserved(shard)).isOne();
        assertThat(BackDoor.audited(id.tenant()))
                .containsExactly("namespace.create", "namespace.retire");
        assertThat(
                        BackDoor.string(
                                "SELECT retention_seconds::text FROM namespace WHERE uid = ?",
                                namespace.uid().value()))
                .isEqualTo("604800");
    }

    @Test
    void onlyWithoutRetentionIsThePurgeAPartOfIt() {
        settled();
        Operation kept = namespaces.retire(id, Duration.ofHours(1), ada());
        assertThat(kept.plan().steps())
                .extracting(StepPlan::name)
                .doesNotContain(Workflows.PURGE, Workflows.DROP_STRUCTURES);
        Seed.ended(kept.target().uid(), NamespaceState.ACTIVE);
        assertThat(namespaces.retire(id, Duration.ZERO, ada()).plan().steps())
                .extracting(StepPlan::name)
                .endsWith(Workflows.DROP_STRUCTURES, Workflows.PURGE);
    }

    @Test
    void whatSpeaksAgainstItIsToldAndNothingIsWritten() {
        assertThat(refusal(() -> namespaces.retire(id, Duration.ZERO, ada())).code())
                .isEqualTo(ProblemCode.NOT_FOUND);
        settled("\"deletion_protection\": true");
        var before = BackDoor.trace(id.tenant());
        assertThat(refusal(() -> namespaces.retire(id, Duration.ZERO, ada(1))).code())
                .isEqualTo(ProblemCode.DELETION_PROTECTED);
        assertThat(refusal(() -> namespaces.retire(id, Duration.ZERO, ada(2))).code())
                .isEqualTo(ProblemCode.PRECONDITION_FAILED);
        assertThat(BackDoor.trace(id.tenant())).isEqualTo(before);
    }

    @Test
    void whileItRetiresEveryWishIsRefusedWithTheOperation() {
        settled();
        Operation operation = namespaces.retire(id, Duration.ZERO, ada());
        var before = BackDoor.trace(id.tenant());
        for (ProblemException refusal :
                List.of(
                        refusal(() -> namespaces.put(id, spec(shard), ada(), false)),
                        refusal(
                                () ->
                                        namespaces.put(
                                                id,
                                                spec(shard, "\"ttl\": \"P1D\""),
                                                ada(1),
                                                false)),
                        refusal(() -> namespaces.retire(id, Duration.ZERO, ada())))) {
            assertThat(refusal.code()).isEqualTo(ProblemCode.OPERATION_IN_PROGRESS);
            assertThat(refusal.operationId()).isEqualTo(operation.id());
        }
        assertThat(BackDoor.trace(id.tenant())).isEqualTo(before);
    }

    @Test
    void ofConcurrentRetirementsOneIsMade() {
        settled();
        List<Object> answers =
                Together.call(4, _ -> answer(() -> namespaces.retire(id, Duration.ZERO, ada())));
        assertThat(answers).filteredOn(Operation.class::isInstance).hasSize(1);
        assertThat(answers)
                .filteredOn(ProblemException.class::isInstance)
                .hasSize(3)
                .allSatisfy(
                        refusal ->
                                assertThat(((ProblemException) refusal).code())
                                        .isEqualTo(ProblemCode.OPERATION_IN_PROGRESS));
    }

    @Test
    void onceRetiredItsNameIsFreeForAnother() {
        Namespace before = settled();
        namespaces.retire(id, Duration.ofDays(7), ada());
        Seed.ended(before.uid(), NamespaceState.RETIRED);
        assertThat(namespaces.find(id)).isEmpty();
        assertThat(refusal(() -> namespaces.retire(id, Duration.ZERO, ada())).code())
                .isEqualTo(ProblemCode.NOT_FOUND);
        Accepted after = namespaces.put(id, spec(shard), ada(), true);
        assertThat(after).isInstanceOf(Accepted.Created.class);
        assertThat(after.namespace().uid()).isNotEqualTo(before.uid());
        assertThat(after.namespace().revision()).isOne();
        assertThat(namespaces.find(id)).contains(after.namespace());
        // what is kept of the one before keeps its room as well
        assertThat(BackDoor.reserved(shard)).isEqualTo(2);
    }
}
