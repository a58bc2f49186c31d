package io.quarry.bench;

import java.util.List;
import java.util.Locale;

/** What is asked of every target alike. */
record Load(Mode mode, int callers, int seconds) {
    enum Mode {
        READ,
        WRITE,
        MIXED;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final int RECORDS = 100_000;
    static final int VALUE_BYTES = 1024;

    static List<Load> all(int seconds) {
        return List.of(Mode.values()).stream()
                .flatMap(
                        mode ->
                                List.of(16, 64).stream()
                                        .map(callers -> new Load(mode, callers, seconds)))
                .toList();
    }

    /** Told by a run: times in microseconds. */
    record Told(long requests, long micros, long p50, long p99, long failed) {
        double perSecond() {
            return requests * 1e6 / micros;
        }
    }
}
