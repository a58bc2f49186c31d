package io.quarry.worker.health;

import io.quarry.metadata.health.Measurement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What came of one look at a shard. */
sealed interface Found {
    /**
     * @param marks by which who answered knows itself; null where that was not asked, or could not
     *     be told
     */
    record Answered(Measurement measurement, @Nullable Set<String> marks) implements Found {}

    record Silent(String reason) implements Found {}

    /** It could not be asked, which is not its fault. */
    record Unasked(String reason) implements Found {}
}
