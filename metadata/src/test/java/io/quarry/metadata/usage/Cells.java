package io.quarry.metadata.usage;

import io.quarry.metadata.namespace.Uid;
import java.time.Instant;

/** Cells whose counts all follow from one number. */
final class Cells {
    static final Instant HOUR = Instant.parse("2026-11-27T13:00:00Z");

    private Cells() {}

    static UsageCell cell(Uid uid, Instant hour, long count) {
        return new UsageCell(
                uid, hour, count, 2 * count, 3 * count, 4 * count, 5 * count, 6 * count, 7 * count);
    }

    /** As a listing of hours has it. */
    static NamespaceUsage used(String name, Uid uid, Instant hour, long count) {
        return new NamespaceUsage(
                hour,
                hour.plusSeconds(3600),
                name,
                uid,
                3 * count,
                count,
                2 * count,
                3 * count,
                4 * count,
                5 * count,
                6 * count,
                7 * count);
    }
}
