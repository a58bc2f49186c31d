package io.quarry.worker.health;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one shard has answered so far; of one thread. */
final class Reading {
    private static final int DECIMALS = 3;

    private final Map<String, BigDecimal> metrics = new TreeMap<>();
    private @Nullable String status;

    /** In the engine's own word. */
    void status(String word) {
        this.status = word;
    }

    @Nullable String status() {
        return status;
    }

    /** Whole, in the unit that the name ends with. */
    void put(String name, long value) {
        metrics.put(name, BigDecimal.valueOf(value));
    }

    /** To a thousandth; what is no number is left out. */
    void put(String name, double value) {
        if (Double.isFinite(value)) {
            metrics.put(name, BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_UP));
        }
    }

    Map<String, BigDecimal> metrics() {
        return metrics;
    }
}
