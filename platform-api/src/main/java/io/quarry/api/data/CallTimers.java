package io.quarry.api.data;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The timers of one shard. Those of a call are made when it first comes, so that a shard has no
 * series of what is never asked of it; later requests only look them up.
 */
final class CallTimers {
    static final String NAME = "quarry.data.calls";

    /** The label of calls that were refused before a shard was known. */
    static final String NO_SHARD = "none";

    private final ConcurrentHashMap<DataCall, Map<Outcome, Timer>> timers =
            new ConcurrentHashMap<>();
    private final MeterRegistry registry;
    private final String shard;

    CallTimers(MeterRegistry registry, String shard) {
        this.registry = registry;
        this.shard = shard;
    }

    @SuppressWarnings("NullAway") // the map is total over its enum
    void record(DataCall call, Outcome outcome, long nanos) {
        var known = timers.get(call);
        var ofCall = known != null ? known : timers.computeIfAbsent(call, this::make);
        ofCall.get(outcome).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Map<Outcome, Timer> make(DataCall call) {
        var byOutcome = new EnumMap<Outcome, Timer>(Outcome.class);
        for (var outcome : Outcome.values()) {
            byOutcome.put(
                    outcome,
                    Timer.builder(NAME)
                            .description("data calls, from the first byte to the answer")
                            .tag("abstraction", call.abstraction().wire())
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
        return byOutcome;
    }
}
