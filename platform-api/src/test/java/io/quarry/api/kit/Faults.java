package io.quarry.api.kit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which faults of many are tried: all by {@code ./quarry test faults}, some by a seed else. */
public final class Faults {
    private Faults() {}

    public static boolean all() {
        return "full".equals(System.getenv("QUARRY_FAULTS"));
    }

    /**
     * All of them, or so many, mixed; the seed is printed, and is {@code QUARRY_FAULTS_SEED} where
     * that is set.
     */
    public static <T> List<T> chosen(List<T> faults, int sample) {
        var seed = System.getenv("QUARRY_FAULTS_SEED");
        var used = seed == null ? System.currentTimeMillis() : Long.parseLong(seed);
        System.out.printf(
                "%s faults of %d, QUARRY_FAULTS_SEED=%d%n",
                all() ? "all" : sample, faults.size(), used);
        var mixed = new ArrayList<>(faults);
        Collections.shuffle(mixed, new Random(used));
        return all() ? mixed : mixed.subList(0, sample);
    }
}
