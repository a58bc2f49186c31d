package io.quarry.api.data;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The timers of one shard, made before the first request so that a request only indexes into them.
 */
final class CallTimers {
    static final String NAME = "quarry.data.calls";

    /** The label of calls that were refused before a shard was known. */
    static final String NO_SHARD = "none";

    private final Map<DataCall, Map<Outcome, Timer>> timers = new EnumMap<>(DataCall.class);
    private final MeterRegistry registry;

    CallTimers(MeterRegistry registry, String shard) {
        this.registry = registry;
        for (var call : DataCall.values()) {
            var byOutcome = new EnumMap<Outcome, Timer>(Outcome.class);
            for (var outcome : Outcome.values()) {
                byOutcome.put(
                        outcome,
                        Timer.builder(NAME)
                                .description("data calls, from the first byte to the answer")
                                .tag("abstraction", "key-value")
                                .tag("call", call.label())
                                .tag("outcome", outcome.label())
                                .tag("shard", shard)
                                .serviceLevelObjectives(
                                        Duration.ofMillis(2),
                                        Duration.ofMillis(10),
                                        Duration.ofMillis(50),
                                        Duration.ofMillis(250),
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(10))
                                .register(registry));
            }
            timers.put(call, byOutcome);
        }
    }

    @SuppressWarnings("NullAway") // the maps are total over their enums
    void record(DataCall call, Outcome outcome, long nanos) {
        timers.get(call).get(outcome).record(nanos, TimeUnit.NANOSECONDS);
    }

    /** A shard that is gone leaves no series behind. */
    void remove() {
        timers.values().forEach(byOutcome -> byOutcome.values().forEach(registry::remove));
    }
}
