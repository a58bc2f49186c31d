package io.quarry.metadata.operation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An operation that has stood where it is for too long.
 *
 * @param since when it last went on
 * @param reason why it waits, where it says so
 */
public record Stuck(UUID operation, OperationType type, Instant since, @Nullable String reason) {}
