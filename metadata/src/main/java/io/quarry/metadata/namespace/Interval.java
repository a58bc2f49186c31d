package io.quarry.metadata.namespace;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** An expectation: {@code low <= mid <= high}, of which only mid must be given. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Interval(@Nullable Double low, Double mid, @Nullable Double high) {}
