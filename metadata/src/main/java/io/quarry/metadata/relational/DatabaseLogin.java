package io.quarry.metadata.relational;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A log-in that works.
 *
 * @param worksUntil the end of the overlap, of one that the other has replaced; else null
 */
public record DatabaseLogin(String user, Instant since, @Nullable Instant worksUntil) {}
