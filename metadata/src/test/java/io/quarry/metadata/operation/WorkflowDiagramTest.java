package io.quarry.metadata.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.operation.OperationState.Cancelled;
import io.quarry.metadata.operation.OperationState.Cancelling;
import io.quarry.metadata.operation.OperationState.Failed;
import io.quarry.metadata.operation.OperationState.NeedsApproval;
import io.quarry.metadata.operation.OperationState.NeedsAttention;
import io.quarry.metadata.operation.OperationState.Pending;
import io.quarry.metadata.operation.OperationState.Running;
import io.quarry.metadata.operation.OperationState.Succeeded;
import io.quarry.metadata.operation.OperationState.Waiting;
import io.quarry.metadata.placement.Placement;
import io.quarry.metadata.placement.PlacementRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Writes {@code docs/reference/workflows.md} from the transitions and the lists of steps. A build
 * that leaves it changed fails {@code ./quarry check}, so the page in git is the one that is true.
 */
class WorkflowDiagramTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "workflows.md");
    private static final NamespaceId PROFILES = NamespaceId.of("demo", "profiles");
    private static final List<Placement> PLACEMENTS =
            List.of(new Placement(PlacementRole.PRIMARY, "cassandra-1"));
    private static final String SHARD = "cassandra-2";
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final WorkflowFacts FACTS = facts(OperationType.PROVISION_NAMESPACE);
    private static final int LAST = FACTS.steps() - 1;
    private static final int LIMIT = FACTS.attemptsBeforeAttention();

    /** Each state as often as it matters to an event; {@code when} says to which, and how. */
    private static final List<Sample> SAMPLES =
            List.of(
                    new Sample(new Pending(), Map.of()),
                    new Sample(
                            new Running(0, 1, NOW),
                            Map.of(
                                    "done",
                                    "a step follows",
                                    "retry",
                                    "fewer than " + LIMIT + " attempts")),
                    new Sample(
                            new Running(LAST, LIMIT, NOW),
                            Map.of(
                                    "done",
                                    "it was the last",
                                    "retry",
                                    LIMIT + " attempts or more")),
                    new Sample(new Waiting(0, 1, NOW, "why"), Map.of()),
                    new Sample(new NeedsAttention(0, LIMIT, NOW, "why"), Map.of()),
                    new Sample(new NeedsApproval(NOW, "why"), Map.of()),
                    new Sample(
                            new Cancelling(0, 1, NOW, "who", null),
                            Map.of("done", "something is left")),
                    new Sample(
                            new Cancelling(Cancelling.ACCEPTANCE, 1, NOW, "who", null),
                            Map.of("done", "nothing is left")),
                    new Sample(new Succeeded(NOW), Map.of()),
                    new Sample(new Failed(NOW, "why"), Map.of()),
                    new Sample(new Cancelled(NOW), Map.of()));

    private static final List<Event> EVENTS =
            List.of(
                    new Event("claim", state -> Transitions.claimed(state, NOW)),
                    answer("done", new Outcome.Done()),
                    answer("retry", new Outcome.Retry(Duration.ZERO, "why")),
                    answer("await", new Outcome.Await("what")),
                    answer("give up", new Outcome.GiveUp("why")),
                    new Event("cancel", WorkflowDiagramTest::cancelled),
                    new Event("approve", Transitions::approve),
                    new Event("nobody approves", state -> Transitions.expire(state, NOW, NOW)));

    @Test
    void thePageIsWrittenFromTheCode() throws IOException {
        String page = page();
        if (!Files.exists(PAGE) || !Files.readString(PAGE).equals(page)) {
            Files.writeString(PAGE, page);
        }
        for (OperationType type : OperationType.values()) {
            assertThat(page.contains("\n## " + type.wire() + "\n"))
                    .isEqualTo(type != OperationType.UNKNOWN);
        }
    }

    @Test
    void theDiagramHasEveryStateAndEndsWhereTheyEnd() {
        assertThat(SAMPLES)
                .extracting(sample -> (Object) sample.state().getClass())
                .contains((Object[]) OperationState.class.getPermittedSubclasses());
        String diagram = diagram();
        for (Sample sample : SAMPLES) {
            String state = sample.state().wire();
            assertThat(diagram).contains(" --> " + state);
            assertThat(diagram.contains("    " + state + " --> [*]\n"))
                    .as(state)
                    .isEqualTo(sample.state().terminal());
        }
    }

    @ParameterizedTest
    @EnumSource(value = OperationType.class, mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
    void thePointOfNoReturnIsAStepOfThePlan(OperationType type) {
        assertThat(facts(type).pointOfNoReturn() > 0)
                .isEqualTo(Workflows.pointOfNoReturn(type, names(steps(type))).isPresent());
    }

    @Test
    void aLocalShardIsKeptUntilItsServerIsEnded() {
        WorkflowFacts facts =
                Workflows.facts(
                        OperationType.RETIRE_SHARD, pending(Workflows.retireLocalShard(SHARD)));
        assertThat(Transitions.cancellable(new Running(0, 1, NOW), facts)).isTrue();
        assertThat(Transitions.cancellable(new Running(1, 1, NOW), facts)).isFalse();
        assertThat(Transitions.cancellable(new Running(2, 1, NOW), facts)).isFalse();
    }

    private static String page() {
        StringBuilder page = new StringBuilder();
        page.append(
                """
                # Workflows

                Generated by `WorkflowDiagramTest` from the transitions and the lists of steps.

                ## States of an operation

                A worker *claims* an operation that is due, and again one whose worker let its lease run out. What else moves it \
                are the answers of its steps: *done*; *retry*, it did not work; *await*, something else must happen first, which \
                is asked again after %s and counts as no failure; *give up*, it can never work. *Cancel* is somebody's wish, legal \
                until the step that is the point of no return: what was begun is then undone by the same answers, the last step \
                first, and then what was written when it was accepted. *Approve* is somebody's consent to a plan that needs it; where \
                *nobody approves* in time, what was written when it was accepted is undone.

                """
                        .formatted(FACTS.poll()));
        page.append("```mermaid\n").append(diagram()).append("```\n");
        page.append(
                        "\nBelow are the steps of each workflow; the sentences are those of a dry run for `")
                .append(PROFILES)
                .append("` and for the shard `")
                .append(SHARD)
                .append("`.\n");
        workflows().forEach((title, steps) -> list(page, title, steps));
        page.append("\n## Cancelling\n\n| workflow | until | what it comes to |\n|---|---|---|\n");
        for (OperationType type : known()) {
            page.append(
                    "| %s | %s | %s |\n"
                            .formatted(
                                    type.wire(),
                                    Workflows.pointOfNoReturn(type, names(steps(type)))
                                            .map(step -> "`" + step + "`")
                                            .orElse("never"),
                                    Workflows.undoing(type, target(type))));
        }
        page.append(
                "| %s of a server that the worker started | `%s` | %s |\n"
                        .formatted(
                                OperationType.RETIRE_SHARD.wire(),
                                Workflows.pointOfNoReturn(
                                                OperationType.RETIRE_SHARD,
                                                names(Workflows.retireLocalShard(SHARD)))
                                        .orElseThrow(),
                                Workflows.undoing(
                                        OperationType.RETIRE_SHARD, Target.shard(SHARD))));
        return page.toString();
    }

    private static List<String> names(List<StepPlan> steps) {
        return steps.stream().map(StepPlan::name).toList();
    }

    private static List<StepView> pending(List<StepPlan> steps) {
        return steps.stream().map(StepView::pending).toList();
    }

    private static void list(StringBuilder page, String title, List<StepPlan> steps) {
        page.append("\n## ").append(title).append("\n\n| step | plan |\n|---|---|\n");
        for (StepPlan step : steps) {
            page.append("| `%s` | %s |\n".formatted(step.name(), step.plan()));
        }
    }

    private static SequencedMap<String, List<StepPlan>> workflows() {
        SequencedMap<String, List<StepPlan>> workflows = new LinkedHashMap<>();
        for (OperationType type : known()) {
            workflows.put(type.wire(), steps(type));
            if (type == OperationType.CHANGE_NAMESPACE) {
                List<String> fields = List.of("search");
                workflows.put(
                        type.wire() + " that the store has to hear of",
                        Workflows.changeInStore(PROFILES, fields, fields));
            }
            if (type == OperationType.PROVISION_SHARD) {
                workflows.put(
                        type.wire() + " whose server the worker starts",
                        Workflows.provisionLocalShard(SHARD, "CASSANDRA"));
            }
            if (type == OperationType.RETIRE_SHARD) {
                workflows.put(
                        type.wire() + " of a server that the worker started",
                        Workflows.retireLocalShard(SHARD));
            }
            if (type == OperationType.RETIRE_NAMESPACE) {
                workflows.put(
                        type.wire() + " that keeps the data",
                        Workflows.retire(PROFILES, PLACEMENTS, Duration.ofDays(7)));
            }
        }
        return workflows;
    }

    private static Set<OperationType> known() {
        return EnumSet.complementOf(EnumSet.of(OperationType.UNKNOWN));
    }

    private static List<StepPlan> steps(OperationType type) {
        return switch (type) {
            case PROVISION_NAMESPACE -> Workflows.provision(PROFILES, PLACEMENTS);
            case CHANGE_NAMESPACE -> Workflows.change(PROFILES, List.of("description"));
            case RETIRE_NAMESPACE -> Workflows.retire(PROFILES, PLACEMENTS, Duration.ZERO);
            case PURGE_NAMESPACE -> Workflows.purge(PROFILES, PLACEMENTS);
            case RESTORE_NAMESPACE -> Workflows.restore(PROFILES);
            case PROVISION_SHARD -> Workflows.provisionShard(SHARD, List.of("10.0.0.1:9042"));
            case DRAIN_SHARD -> Workflows.drainShard(SHARD);
            case RETIRE_SHARD -> Workflows.retireShard(SHARD);
            case UNKNOWN -> List.of();
        };
    }

    private static Target target(OperationType type) {
        return switch (type) {
            case PROVISION_NAMESPACE,
                    CHANGE_NAMESPACE,
                    RETIRE_NAMESPACE,
                    PURGE_NAMESPACE,
                    RESTORE_NAMESPACE ->
                    Target.namespace(PROFILES, Uid.of("k3v9x2m4q7w1z8n5b6c0"));
            case PROVISION_SHARD, DRAIN_SHARD, RETIRE_SHARD, UNKNOWN -> Target.shard(SHARD);
        };
    }

    private static String diagram() {
        StringBuilder diagram = new StringBuilder("stateDiagram-v2\n");
        diagram.append("    [*] --> ").append(new Pending().wire()).append('\n');
        diagram.append("    [*] --> NEEDS_APPROVAL: the plan needs it\n");
        arrows().forEach(
                        (arrow, events) ->
                                diagram.append(
                                        "    %s --> %s: %s\n"
                                                .formatted(
                                                        arrow.from(),
                                                        arrow.to(),
                                                        String.join(" / ", events))));
        SAMPLES.stream()
                .map(Sample::state)
                .filter(OperationState::terminal)
                .forEach(end -> diagram.append("    ").append(end.wire()).append(" --> [*]\n"));
        return diagram.toString();
    }

    /** The arrows, each with what leads along it; a condition only where an event forks. */
    private static SequencedMap<Arrow, Set<String>> arrows() {
        SequencedMap<Arrow, Set<String>> arrows = new LinkedHashMap<>();
        for (Sample sample : SAMPLES) {
            for (Event event : EVENTS) {
                Optional<String> to = event.to(sample.state());
                if (to.isPresent()) {
                    arrows.computeIfAbsent(
                                    new Arrow(sample.state().wire(), to.get()),
                                    _ -> new LinkedHashSet<>())
                            .add(label(sample, event));
                }
            }
        }
        return arrows;
    }

    private static String label(Sample sample, Event event) {
        Set<String> ends =
                SAMPLES.stream()
                        .filter(other -> other.state().wire().equals(sample.state().wire()))
                        .flatMap(other -> event.to(other.state()).stream())
                        .collect(Collectors.toSet());
        String when = sample.when().get(event.name());
        return ends.size() == 1 || when == null ? event.name() : event.name() + ", " + when;
    }

    private static Event answer(String name, Outcome outcome) {
        return new Event(name, state -> Transitions.next(state, outcome, FACTS, NOW));
    }

    private static OperationState cancelled(OperationState state) {
        if (!Transitions.cancellable(state, FACTS)) {
            throw new IllegalStateException("too late");
        }
        return Transitions.cancel(state, "who", NOW);
    }

    private static WorkflowFacts facts(OperationType type) {
        return Workflows.facts(type, pending(steps(type)));
    }

    private record Sample(OperationState state, Map<String, String> when) {}

    private record Arrow(String from, String to) {}

    private record Event(String name, UnaryOperator<OperationState> transition) {
        /** Where it leads; nowhere if it is illegal there. */
        Optional<String> to(OperationState state) {
            try {
                return Optional.of(transition.apply(state).wire());
            } catch (IllegalStateException illegal) {
                return Optional.empty();
            }
        }
    }
}
