package io.quarry.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which faults of many are tried: all by {@code ./quarry test faults}, some by a seed else. */
public final class Faults {
    /** One for the whole run: with it, the run can be had again. */
    private static final long SEED =
            Long.parseLong(
                    System.getenv()
                            .getOrDefault(
                                    "QUARRY_FAULTS_SEED",
                                    Long.toString(System.currentTimeMillis())));

    private Faults() {}

    /** Whether {@code QUARRY_FAULTS} asks for all that can go wrong. */
    public static boolean all() {
        return "full".equals(System.getenv("QUARRY_FAULTS"));
    }

    /**
     * All of them, or so many, mixed; the seed is printed, and is {@code QUARRY_FAULTS_SEED} where
     * that is set.
     *
     * @param sample at least 0; no more than there are
     */
    public static <T> List<T> chosen(List<T> faults, int sample) {
        int chosen = all() ? faults.size() : Math.min(sample, faults.size());
        System.out.printf("%d faults of %d, QUARRY_FAULTS_SEED=%d%n", chosen, faults.size(), SEED);
        List<T> mixed = new ArrayList<>(faults);
        Collections.shuffle(mixed, new Random(SEED));
        return List.copyOf(mixed.subList(0, chosen));
    }
}
