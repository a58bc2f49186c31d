package io.quarry.worker;

import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.StepView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Where a worker is killed.
 *
 * @param of the first letters of the names of what it works at just then
 * @param at workflow, step and moment, as {@link io.quarry.worker.claim.HaltPoint} reads it
 */
record Kill(String of, String at) {
    private static final List<String> MOMENTS =
            List.of("BEFORE_EFFECT", "AFTER_EFFECT", "BEFORE_SAVE");

    /** Of a matrix that is not run as a whole, so many, which takes a minute. */
    private static final int SAMPLE = 12;

    Map<String, String> properties() {
        return Map.of("quarry.test.halt-of", of, "quarry.test.halt-at", at);
    }

    /** Three for every step of every one of these operations. */
    static List<Kill> inEachStepOf(String of, List<Operation> operations) {
        return operations.stream()
                .flatMap(
                        operation ->
                                operation.steps().stream()
                                        .map(StepView::name)
                                        .map(step -> operation.type().wire() + "/" + step))
                .distinct()
                .flatMap(step -> MOMENTS.stream().map(moment -> new Kill(of, step + ":" + moment)))
                .toList();
    }

    /**
     * All of them if {@code QUARRY_FAULTS} is {@code full}, else those that come first by {@code
     * QUARRY_FAULTS_SEED}, in an order that mixes them.
     */
    static List<Kill> chosen(List<Kill> always, List<Kill> sampled) {
        long seed =
                Long.parseLong(
                        System.getenv()
                                .getOrDefault(
                                        "QUARRY_FAULTS_SEED",
                                        Long.toString(System.currentTimeMillis())));
        boolean full = "full".equals(System.getenv("QUARRY_FAULTS"));
        System.out.printf("kills: %s, QUARRY_FAULTS_SEED=%d%n", full ? "all" : "a sample", seed);
        Random random = new Random(seed);
        List<Kill> rest = new ArrayList<>(sampled);
        Collections.shuffle(rest, random);
        List<Kill> chosen =
                new ArrayList<>(
                        Stream.concat(
                                        always.stream(),
                                        rest.stream().limit(full ? rest.size() : SAMPLE))
                                .toList());
        Collections.shuffle(chosen, random);
        return chosen;
    }
}
