package io.quarry.worker;

import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.StepView;
import io.quarry.metadata.operation.Workflows;
import io.quarry.testkit.Faults;
import io.quarry.worker.claim.HaltPoint;
import io.quarry.worker.workflow.Undoing;
import io.quarry.worker.workflow.Workflow;
import io.quarry.worker.workflow.WorkflowCatalogue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where a worker is killed: workflow, step and moment, and the first letters of the names of what
 * it works at just then, as {@link io.quarry.metadata.fault.Halts} reads it. Where it can be killed
 * at all is what the catalogue has, so that a step which is added is missed until it is killed in.
 */
final class Kill {
    /** Of a matrix that is not run as a whole, so many. */
    private static final int SAMPLE = 24;

    private Kill() {}

    static String at(OperationType type, String step, HaltPoint moment, String of) {
        return type.wire() + "/" + step + ":" + moment + " of " + of;
    }

    /** Three for every step of every one of these operations. */
    static List<String> inEachStepOf(String of, List<Operation> operations) {
        return operations.stream()
                .flatMap(
                        operation ->
                                operation.steps().stream()
                                        .map(StepView::name)
                                        .flatMap(step -> each(operation.type(), step, of)))
                .distinct()
                .toList();
    }

    private static Stream<String> each(OperationType type, String step, String of) {
        return Stream.of(HaltPoint.values()).map(moment -> at(type, step, moment, of));
    }

    /** The first always, of the others as many as a sample has, or all. */
    static List<String> chosen(List<String> always, List<String> sampled) {
        return Stream.concat(always.stream(), Faults.chosen(sampled, SAMPLE).stream()).toList();
    }

    /** Workflow and step of each kill. */
    static Set<String> steps(List<String> kills) {
        Set<String> steps = new TreeSet<>();
        kills.forEach(kill -> steps.add(kill.substring(0, kill.indexOf(':'))));
        return steps;
    }

    /** The step at which an operation stands that goes no further, and can still be called off. */
    static String lastChance(OperationType type, List<String> steps) {
        return before(type, steps).getLast();
    }

    /** What is undone of one that stands there, in this order. */
    static List<String> wayBack(OperationType type, List<String> steps) {
        List<String> back = new ArrayList<>();
        before(type, steps).reversed().forEach(step -> back.add("undo-" + step));
        back.add("undo-" + Undoing.ACCEPTANCE);
        return back;
    }

    private static List<String> before(OperationType type, List<String> steps) {
        String point = Workflows.pointOfNoReturn(type, steps).orElseThrow();
        return steps.stream().takeWhile(name -> !name.equals(point)).toList();
    }

    /** Workflow and step, of all that a worker carries out. */
    static Set<String> steps(WorkflowCatalogue catalogue) {
        return all(catalogue, workflow -> workflow.steps().sequencedKeySet());
    }

    /** Likewise of all that it takes back. */
    static Set<String> undoings(WorkflowCatalogue catalogue) {
        return all(
                catalogue,
                workflow ->
                        workflow.undoing().isEmpty()
                                ? List.of()
                                : wayBack(
                                        workflow.type(),
                                        List.copyOf(workflow.steps().sequencedKeySet())));
    }

    private static Set<String> all(
            WorkflowCatalogue catalogue, Function<Workflow, ? extends Iterable<String>> steps) {
        Set<String> all = new TreeSet<>();
        Arrays.stream(OperationType.values())
                .filter(type -> type != OperationType.UNKNOWN)
                .map(catalogue::of)
                .forEach(
                        workflow ->
                                steps.apply(workflow)
                                        .forEach(
                                                step ->
                                                        all.add(
                                                                workflow.type().wire()
                                                                        + "/"
                                                                        + step)));
        return all;
    }
}
