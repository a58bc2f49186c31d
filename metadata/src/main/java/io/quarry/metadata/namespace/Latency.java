package io.quarry.metadata.namespace;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A latency target in milliseconds. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Latency(@Nullable Double mean, @Nullable Double p99) {}
