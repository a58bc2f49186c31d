package io.quarry.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespacePlans;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.StepPlan;
import io.quarry.metadata.operation.StepState;
import io.quarry.metadata.operation.Workflows;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.ShardState;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.testkit.Faults;
import io.quarry.testkit.Ledgers;
import io.quarry.worker.claim.HaltPoint;
import io.quarry.worker.workflow.WorkflowCatalogue;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Operations that are called off at the last chance, one for each step of the way back. A worker
 * that takes them back is killed at that step before its effect, the next one after it, the third
 * before it is saved; the fourth comes to the end, and all is as it was. On Cassandra always, on
 * the other engines some that a seed chooses, or all.
 */
@QuarkusTest
class UndoKillIT {
    /** Of wishes that are not always called off, so many. */
    private static final int SAMPLE = 1;

    /** So many wishes at a time have no more steps back than a worker has operations in hand. */
    private static final int LOT = 16;

    /** With those of key-value and of shards they take back every kind of step. */
    private static final Set<Wish> ALWAYS =
            Set.of(
                    new Wish(Specs.SERIES, OfNamespace.CHANGE),
                    new Wish(Specs.RELATIONAL, OfNamespace.CHANGE),
                    new Wish(Specs.RELATIONAL, OfNamespace.RETIRE));

    @Inject World world;
    @Inject Stored stored;
    @Inject NamespacePlans plans;
    @Inject WorkflowCatalogue catalogue;

    /** What can be called off. */
    private sealed interface Change {
        OperationType type();
    }

    private enum OfNamespace implements Change {
        PROVISION(OperationType.PROVISION_NAMESPACE),
        CHANGE(OperationType.CHANGE_NAMESPACE),
        RETIRE(OperationType.RETIRE_NAMESPACE);

        private final OperationType type;

        OfNamespace(OperationType type) {
            this.type = type;
        }

        @Override
        public OperationType type() {
            return type;
        }
    }

    /** What comes to a server is LocalShardsIT's. */
    private enum OfShard implements Change {
        PROVISION(
                OperationType.PROVISION_SHARD, Workflows.provisionShard("it", List.of("nowhere"))),
        DRAIN(OperationType.DRAIN_SHARD, Workflows.drainShard("it")),
        RETIRE(OperationType.RETIRE_SHARD, Workflows.retireShard("it"));

        private final OperationType type;
        private final List<String> steps;

        OfShard(OperationType type, List<StepPlan> steps) {
            this.type = type;
            this.steps = steps.stream().map(StepPlan::name).toList();
        }

        @Override
        public OperationType type() {
            return type;
        }
    }

    /**
     * @param of what the names begin with
     */
    private record Wish(String of, Change change) {
        boolean always() {
            return of.equals(Specs.CASSANDRA) || change instanceof OfShard || ALWAYS.contains(this);
        }

        String name(int number) {
            String words = change.type().name().toLowerCase(Locale.ROOT).replace('_', '-');
            return of + "-" + words + "-" + number;
        }
    }

    private interface Begin {
        Operation operation();
    }

    private interface Check {
        void asBefore(Operation ended) throws InterruptedException;
    }

    /**
     * What can be begun now.
     *
     * @param undo at which whoever takes it back is killed
     */
    private record Prepared(
            OperationType type, String name, String held, String undo, Begin begin, Check check) {
        String kill(String step, HaltPoint moment) {
            return Kill.at(type, step, moment, name);
        }
    }

    @Test
    void whatIsCalledOffIsTakenBackWhereverTheWorkerThatDoesSoIsKilled() throws Exception {
        TenantId tenant = world.freshTenant();
        List<Capacity> reserved = world.reserved();
        List<Wish> wishes = wishes(tenant);
        Set<String> missing = new TreeSet<>(Kill.undoings(catalogue));
        missing.removeAll(LocalShardsIT.UNDONE);
        for (int from = 0; from < wishes.size(); from += LOT) {
            List<Prepared> lot =
                    prepared(tenant, wishes.subList(from, Math.min(from + LOT, wishes.size())));
            lot.forEach(each -> missing.remove(each.type().wire() + "/" + each.undo()));
            callOff(lot);
        }
        assertThat(missing).as("steps back in which no worker is killed").isEmpty();
        assertThat(world.reserved()).as("capacity taken").isEqualTo(reserved);
        assertThat(Ledgers.differences(tenant.name())).isEmpty();
    }

    private static List<Wish> wishes(TenantId tenant) {
        List<Wish> all = new ArrayList<>();
        for (OfNamespace change : OfNamespace.values()) {
            Specs.ofEachEngine().keySet().forEach(of -> all.add(new Wish(of, change)));
        }
        for (OfShard change : OfShard.values()) {
            all.add(new Wish("it-" + tenant, change));
        }
        List<Wish> sampled = all.stream().filter(wish -> !wish.always()).toList();
        return Stream.concat(
                        all.stream().filter(Wish::always), Faults.chosen(sampled, SAMPLE).stream())
                .toList();
    }

    private List<Prepared> prepared(TenantId tenant, List<Wish> wishes) throws Exception {
        List<Prepared> all = new ArrayList<>();
        try (WorkerProcess _ = WorkerProcess.start("preparer", Map.of())) {
            for (Wish wish : wishes) {
                all.addAll(
                        switch (wish.change()) {
                            case OfNamespace change -> namespaces(tenant, wish, change);
                            case OfShard change -> shards(wish, change);
                        });
            }
        }
        return all;
    }

    private void callOff(List<Prepared> lot) throws Exception {
        List<Operation> begun = lot.stream().map(each -> each.begin().operation()).toList();
        WorkerProcess.killed(
                "beginner",
                lot.stream().map(each -> each.kill(each.held(), HaltPoint.AFTER_EFFECT)).toList(),
                Map.of());
        for (Operation each : begun) {
            assertThat(world.cancel(each.id()).state()).isEqualTo("CANCELLING");
        }
        for (HaltPoint moment : HaltPoint.values()) {
            WorkerProcess.killed(
                    "undoer-" + moment.ordinal(),
                    lot.stream().map(each -> each.kill(each.undo(), moment)).toList(),
                    Map.of());
        }
        try (WorkerProcess _ = WorkerProcess.start("survivor", Map.of())) {
            for (int index = 0; index < lot.size(); index++) {
                Operation ended = world.awaitEnd(begun.get(index).id());
                assertThat(ended.state()).as(ended.toString()).isEqualTo("CANCELLED");
                assertThat(ended.problem()).isNull();
                assertThat(ended.steps())
                        .extracting(step -> step.state())
                        .isSubsetOf(StepState.UNDONE, StepState.SKIPPED)
                        .contains(StepState.UNDONE);
                lot.get(index).check().asBefore(ended);
            }
        }
    }

    /** One for each step back. */
    private List<Prepared> namespaces(TenantId tenant, Wish wish, OfNamespace change)
            throws InterruptedException {
        NamespaceSpec spec = Objects.requireNonNull(Specs.ofEachEngine().get(wish.of()));
        NamespaceId first = new NamespaceId(tenant, wish.name(0));
        Check check = check(change, first, spec);
        List<String> steps = planned(change, first, spec).stream().map(StepPlan::name).toList();
        String held = Kill.lastChance(change.type(), steps);
        List<Prepared> all = new ArrayList<>();
        for (String undo : Kill.wayBack(change.type(), steps)) {
            NamespaceId id = new NamespaceId(tenant, wish.name(all.size()));
            all.add(
                    new Prepared(
                            change.type(),
                            id.name(),
                            held,
                            undo,
                            () -> begin(change, id, spec),
                            all.isEmpty() ? check : check(change, id, spec)));
        }
        return all;
    }

    private List<StepPlan> planned(OfNamespace change, NamespaceId id, NamespaceSpec spec) {
        Caller caller = Caller.platform("worker-tests", "plan of " + id);
        return switch (change) {
            case PROVISION -> plans.planPut(id, spec, caller, true).steps();
            case CHANGE -> plans.planPut(id, Specs.changed(spec, "another"), caller, false).steps();
            case RETIRE -> plans.planRetire(id, Duration.ZERO, caller).steps();
        };
    }

    private Operation begin(OfNamespace change, NamespaceId id, NamespaceSpec spec) {
        return switch (change) {
            case PROVISION -> world.create(id, spec);
            case CHANGE -> world.describe(id, "another");
            case RETIRE -> world.retire(id, Duration.ZERO);
        };
    }

    /** Makes what has to be there before. */
    private Check check(OfNamespace change, NamespaceId id, NamespaceSpec spec)
            throws InterruptedException {
        return switch (change) {
            case PROVISION -> ended -> world.assertGone(id, ended.target().uid());
            case CHANGE -> isAsItWas(made(id, spec), 2);
            case RETIRE -> isAsItWas(made(id, spec), 0);
        };
    }

    private Namespace made(NamespaceId id, NamespaceSpec spec) throws InterruptedException {
        Operation created = world.awaitEnd(world.create(id, spec).id());
        world.assertSucceeded(created);
        return world.byUid(created.target().uid());
    }

    /** And is let go for good. */
    private Check isAsItWas(Namespace before, int revisions) {
        return _ -> {
            Namespace after = world.byUid(before.uid());
            assertThat(after.spec()).isEqualTo(before.spec());
            assertThat(after.revision()).isEqualTo(before.revision() + revisions);
            assertThat(after.status().state()).isEqualTo(before.status().state());
            assertThat(after.status().epoch()).isEqualTo(before.status().epoch());
            assertThat(after.status().placements()).isEqualTo(before.status().placements());
            world.assertServed(before.uid());
            stored.assertAsSaid(before.uid());
            NamespaceId id = before.address();
            world.assertSucceeded(world.awaitEnd(world.retire(id, Duration.ZERO).id()));
            world.assertGone(id, before.uid());
        };
    }

    private List<Prepared> shards(Wish wish, OfShard change) throws InterruptedException {
        List<Prepared> all = new ArrayList<>();
        for (String undo : Kill.wayBack(change.type(), change.steps)) {
            String shard = wish.name(all.size());
            switch (change) {
                case PROVISION -> {}
                case DRAIN, RETIRE -> world.assertSucceeded(world.awaitEnd(register(shard).id()));
            }
            all.add(
                    new Prepared(
                            change.type(),
                            shard,
                            Kill.lastChance(change.type(), change.steps),
                            undo,
                            () -> begin(change, shard),
                            _ -> isAsItWas(change, shard)));
        }
        return all;
    }

    private Operation register(String shard) {
        return world.register(shard, world.cassandraEndpoint());
    }

    private Operation begin(OfShard change, String shard) {
        return switch (change) {
            case PROVISION -> register(shard);
            case DRAIN -> world.drain(shard);
            case RETIRE -> world.retire(shard);
        };
    }

    private void isAsItWas(OfShard change, String shard) throws InterruptedException {
        ShardState state = world.shard(shard).shard().state();
        switch (change) {
            case PROVISION -> assertThat(state).isEqualTo(ShardState.RETIRED);
            case DRAIN, RETIRE -> {
                assertThat(state).isEqualTo(ShardState.ACTIVE);
                world.assertSucceeded(world.awaitEnd(world.retire(shard).id()));
            }
        }
    }
}
