package io.quarry.metadata.namespace;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of a namespace. What is not said is null, and the planner assumes its defaults.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Workload(
        @Nullable Interval readsPerSecond,
        @Nullable Interval writesPerSecond,
        @Nullable Interval itemBytes,
        @Nullable Interval items,
        @Nullable Latency readLatencyMs,
        @Nullable Latency writeLatencyMs) {
    public static Workload unsaid() {
        return new Workload(null, null, null, null, null, null);
    }
}
