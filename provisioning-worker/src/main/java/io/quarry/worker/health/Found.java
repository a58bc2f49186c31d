package io.quarry.worker.health;

import io.quarry.metadata.health.Measurement;

/** What came of one look at a shard. */
sealed interface Found {
    record Answered(Measurement measurement) implements Found {}

    record Silent(String reason) implements Found {}

    /** It could not be asked, which is not its fault. */
    record Unasked(String reason) implements Found {}
}
