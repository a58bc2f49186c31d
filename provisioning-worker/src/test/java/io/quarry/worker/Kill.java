package io.quarry.worker;

import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.StepView;
import io.quarry.worker.claim.HaltPoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Where a worker is killed: workflow, step and moment, and the first letters of the names of what
 * it works at just then, as {@link io.quarry.metadata.fault.Halts} reads it.
 */
final class Kill {
    /** Of a matrix that is not run as a whole, so many. */
    private static final int SAMPLE = 24;

    private Kill() {}

    /** Whether {@code QUARRY_FAULTS} asks for all that can be killed. */
    static boolean inFull() {
        return "full".equals(System.getenv("QUARRY_FAULTS"));
    }

    /** Three for every step of every one of these operations. */
    static List<String> inEachStepOf(String of, List<Operation> operations) {
        return operations.stream()
                .flatMap(
                        operation ->
                                operation.steps().stream()
                                        .map(StepView::name)
                                        .map(step -> operation.type().wire() + "/" + step))
                .distinct()
                .flatMap(
                        step ->
                                Stream.of(HaltPoint.values())
                                        .map(moment -> step + ":" + moment + " of " + of))
                .toList();
    }

    /** All of them {@link #inFull}, else those that come first by {@code QUARRY_FAULTS_SEED}. */
    static List<String> chosen(List<String> always, List<String> sampled) {
        long seed =
                Long.parseLong(
                        System.getenv()
                                .getOrDefault(
                                        "QUARRY_FAULTS_SEED",
                                        Long.toString(System.currentTimeMillis())));
        boolean full = inFull();
        System.out.printf("kills: %s, QUARRY_FAULTS_SEED=%d%n", full ? "all" : "a sample", seed);
        Random random = new Random(seed);
        List<String> rest = new ArrayList<>(sampled);
        Collections.shuffle(rest, random);
        return Stream.concat(always.stream(), rest.stream().limit(full ? rest.size() : SAMPLE))
                .toList();
    }
}
