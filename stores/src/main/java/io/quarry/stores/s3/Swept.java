package io.quarry.stores.s3;

import org.jspecify.annotations.Nullable;

/**
 * What a sweep came to within its time.
 *
 * @param objects that had expired and are gone
 * @param uploads that were aborted
 * @param after the key to go on after; null where all objects have been looked at
 */
public record Swept(long objects, long uploads, @Nullable String after) {}
