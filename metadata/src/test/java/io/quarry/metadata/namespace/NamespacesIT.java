package io.quarry.metadata.namespace;

import static io.quarry.metadata.kit.Answers.answer;
import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Callers.ada;
import static io.quarry.metadata.kit.Seed.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Callers;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.kit.Together;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Operations;
import io.quarry.metadata.operation.StepPlan;
import io.quarry.metadata.placement.Placement;
import io.quarry.metadata.placement.PlacementRole;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a wish. */
@QuarkusTest
class NamespacesIT {
    private static final String RENAMED = "\"description\": \"for payments\"";

    @Inject Namespaces namespaces;
    @Inject Operations operations;

    private NamespaceId id = NamespaceId.of("unseeded", "orders");
    private String shard = "";

    @BeforeEach
    void aTenantAndRoom() {
        id = new NamespaceId(Seed.tenant(), "orders");
        shard = Seed.shard(10);
    }

    private Accepted.Created create() {
        return (Accepted.Created) namespaces.put(id, spec(shard), ada(), true);
    }

    /** As above, and it is ACTIVE. */
    private Namespace settled() {
        Namespace namespace = create().namespace();
        Seed.ended(namespace.uid(), NamespaceState.ACTIVE);
        return namespace;
    }

    @Test
    void aNewNameMakesANamespaceAndTheOperationThatProvisionsIt() {
        Accepted.Created created = create();
        Namespace namespace = created.namespace();
        Operation operation = created.operation();
        assertThat(namespace.address()).isEqualTo(id);
        assertThat(namespace.revision()).isOne();
        assertThat(namespace.status().state()).isEqualTo(NamespaceState.PENDING);
        assertThat(namespace.status().operationId()).isEqualTo(operation.id());
        assertThat(namespace.status().placements())
                .containsExactly(new Placement(PlacementRole.PRIMARY, shard));
        assertThat(operation.type()).isEqualTo(OperationType.PROVISION_NAMESPACE);
        assertThat(operation.target().uid()).isEqualTo(namespace.uid());
        assertThat(operation.requestedBy()).isEqualTo(Callers.ADA.address());
        assertThat(operation.plan().summary()).contains(id.toString(), shard);
        assertThat(operation.steps())
                .extracting(step -> new StepPlan(step.name(), step.plan()))
                .containsExactlyElementsOf(operation.plan().steps());
        assertThat(namespaces.find(id)).contains(namespace);
        assertThat(operations.find(operation.id())).contains(operation);
        assertThat(BackDoor.reserved(shard)).isOne();
        assertThat(BackDoor.audited(id.tenant())).containsExactly("namespace.create");
        assertThat(revisions(namespace.uid())).containsExactly("1 " + Callers.ADA.address());
    }

    @Test
    void aSpecIsReadBackAsItWasWished() {
        NamespaceSpec wished =
                spec(
                        shard,
                        """
                        "description": "größer", "ttl": "P90D", "consistency": "eventual",
                        "durability": "best-effort", "cache": "off", "engine": "cassandra",
                        "workload": {"reads_per_second": {"low": 1, "mid": 2.5, "high": 400},
                                     "item_bytes": 2048, "read_latency_ms": {"mean": 5, "p99": 50}}
                        """);
        namespaces.put(id, wished, ada(), true);
        Namespace found = namespaces.find(id).orElseThrow();
        assertThat(found.spec()).isEqualTo(wished);
        assertThat(found.status().effective().limits()).isEqualTo(new Limits(400, 500));
    }

    @Test
    void theSameWishIsUnchangedAndWritesNothing() {
        Namespace namespace = settled();
        var before = BackDoor.trace(id.tenant());
        Accepted again = namespaces.put(id, spec(shard), ada(), false);
        assertThat(again).isInstanceOf(Accepted.Unchanged.class);
        assertThat(again.namespace().uid()).isEqualTo(namespace.uid());
        assertThat(namespaces.put(id, spec(shard), ada(1), false))
                .isInstanceOf(Accepted.Unchanged.class);
        assertThat(BackDoor.trace(id.tenant())).isEqualTo(before);
    }

    @Test
    void aChangeRaisesTheRevisionAndOpensAnOperation() {
        Namespace namespace = settled();
        Accepted.Changed changed =
                (Accepted.Changed) namespaces.put(id, spec(shard, RENAMED), ada(1), false);
        assertThat(changed.namespace().uid()).isEqualTo(namespace.uid());
        assertThat(changed.namespace().revision()).isEqualTo(2);
        assertThat(changed.namespace().status().state()).isEqualTo(NamespaceState.CHANGING);
        assertThat(changed.operation().type()).isEqualTo(OperationType.CHANGE_NAMESPACE);
        assertThat(changed.operation().plan().summary()).contains("description");
        assertThat(namespaces.find(id)).contains(changed.namespace());
        assertThat(revisions(namespace.uid())).hasSize(2);
        assertThat(BackDoor.reserved(shard)).isOne();
        assertThat(BackDoor.audited(id.tenant()))
                .containsExactly("namespace.create", "namespace.change");
    }

    @Test
    void aWishThatMayNotBeIsRefusedAndWritesNothing() {
        settled();
        NamespaceSpec conditional = spec(shard, "\"writes\": \"conditional\"");
        NamespaceSpec renamed = spec(shard, RENAMED);
        var before = BackDoor.trace(id.tenant());
        assertThat(put(renamed, null, false)).isEqualTo(ProblemCode.PRECONDITION_REQUIRED);
        assertThat(put(renamed, 2L, false)).isEqualTo(ProblemCode.PRECONDITION_FAILED);
        assertThat(put(spec(shard), 2L, false)).isEqualTo(ProblemCode.PRECONDITION_FAILED);
        assertThat(put(spec(shard), null, true)).isEqualTo(ProblemCode.NAME_TAKEN);
        assertThat(put(renamed, 1L, true)).isEqualTo(ProblemCode.NAME_TAKEN);
        assertThat(put(conditional, 1L, false)).isEqualTo(ProblemCode.IMMUTABLE_FIELD);
        assertThat(refusal(() -> namespaces.put(id, conditional, ada(1), false)).violations())
                .extracting(Violation::field)
                .containsExactly("writes");
        assertThat(BackDoor.trace(id.tenant())).isEqualTo(before);
    }

    @Test
    void aWishForNothingThatIsThereIsRefusedAndWritesNothing() {
        assertThat(put(spec(shard), 1L, false)).isEqualTo(ProblemCode.PRECONDITION_FAILED);
        assertThat(put(spec(shard, "\"isolation\": \"dedicated\""), null, false))
                .isEqualTo(ProblemCode.INVALID_REQUEST);
        NamespaceId elsewhere = new NamespaceId(TenantId.of(Seed.name("t")), "orders");
        assertThat(refusal(() -> namespaces.put(elsewhere, spec(shard), ada(), true)).code())
                .isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(namespaces.find(id)).isEmpty();
        assertThat(BackDoor.audited(id.tenant())).isEmpty();
        assertThat(BackDoor.audited(elsewhere.tenant())).isEmpty();
        assertThat(BackDoor.reserved(shard)).isZero();
    }

    private ProblemCode put(NamespaceSpec spec, @Nullable Long ifMatch, boolean createOnly) {
        return refusal(
                        () ->
                                namespaces.put(
                                        id,
                                        spec,
                                        ifMatch == null ? ada() : ada(ifMatch),
                                        createOnly))
                .code();
    }

    @Test
    void whileAnOperationIsUnderWayAChangeIsRefusedWithItsId() {
        Accepted.Created created = create();
        var before = BackDoor.trace(id.tenant());
        ProblemException refusal =
                refusal(() -> namespaces.put(id, spec(shard, RENAMED), ada(1), false));
        assertThat(refusal.code()).isEqualTo(ProblemCode.OPERATION_IN_PROGRESS);
        assertThat(refusal.operationId()).isEqualTo(created.operation().id());
        // who repeats the wish is told that it is on its way
        Accepted again = namespaces.put(id, spec(shard), ada(), false);
        assertThat(again).isInstanceOf(Accepted.Unchanged.class);
        assertThat(again.namespace().status().operationId()).isEqualTo(created.operation().id());
        assertThat(BackDoor.trace(id.tenant())).isEqualTo(before);
    }

    @Test
    void concurrentWishesForOneNameMakeOneNamespace() {
        List<Accepted> answers =
                Together.call(4, _ -> namespaces.put(id, spec(shard), ada(), false));
        assertThat(answers).filteredOn(Accepted.Created.class::isInstance).hasSize(1);
        assertThat(answers).filteredOn(Accepted.Unchanged.class::isInstance).hasSize(3);
        assertThat(answers)
                .extracting(Accepted::namespace)
                .containsOnly(answers.getFirst().namespace());
        assertThat(BackDoor.reserved(shard)).isOne();
        assertThat(BackDoor.audited(id.tenant())).containsExactly("namespace.create");
    }

    @Test
    void ofConcurrentCreatesOfOneNameOneIsMadeAndTheOthersHearThatItIsTaken() {
        List<Object> answers =
                Together.call(4, _ -> answer(() -> namespaces.put(id, spec(shard), ada(), true)));
        assertThat(answers).filteredOn(Accepted.Created.class::isInstance).hasSize(1);
        assertThat(answers)
                .filteredOn(ProblemException.class::isInstance)
                .hasSize(3)
                .allSatisfy(
                        refusal ->
                                assertThat(((ProblemException) refusal).code())
                                        .isEqualTo(ProblemCode.NAME_TAKEN));
        assertThat(BackDoor.reserved(shard)).isOne();
    }

    @Test
    void ofConcurrentChangesWithOneIfMatchOneIsMade() {
        settled();
        List<Object> answers =
                Together.call(
                        4,
                        n ->
                                answer(
                                        () ->
                                                namespaces.put(
                                                        id,
                                                        spec(
                                                                shard,
                                                                "\"ttl\": \"P%dD\""
                                                                        .formatted(n + 1)),
                                                        ada(1),
                                                        false)));
        assertThat(answers).filteredOn(Accepted.Changed.class::isInstance).hasSize(1);
        assertThat(answers)
                .filteredOn(ProblemException.class::isInstance)
                .hasSize(3)
                .allSatisfy(
                        refusal ->
                                assertThat(((ProblemException) refusal).code())
                                        .isEqualTo(ProblemCode.PRECONDITION_FAILED));
        assertThat(namespaces.find(id).orElseThrow().revision()).isEqualTo(2);
    }

    @Test
    void twoTenantsMayHaveOneNameAndDoNotMeet() {
        NamespaceId theirs = new NamespaceId(Seed.tenant(), id.name());
        Namespace mine = create().namespace();
        Accepted other = namespaces.put(theirs, spec(shard), ada(), true);
        assertThat(other.namespace().uid()).isNotEqualTo(mine.uid());
        assertThat(namespaces.find(id)).contains(mine);
        assertThat(namespaces.find(theirs)).contains(other.namespace());
    }

    private static List<String> revisions(Uid uid) {
        return BackDoor.strings(
                "SELECT revision || ' ' || changed_by FROM namespace_revision WHERE namespace_uid ="
                        + " ? ORDER BY revision",
                uid.value());
    }
}
