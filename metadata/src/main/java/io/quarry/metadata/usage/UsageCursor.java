package io.quarry.metadata.usage;

import io.quarry.metadata.namespace.Uid;
import java.time.Instant;

/** What a page of usage ended with. */
record UsageCursor(Instant step, Uid uid) {
    private static final Instant FARTHEST = Instant.parse("9999-12-31T23:59:59Z");

    static String key(NamespaceUsage last) {
        return last.from().getEpochSecond() + " " + last.uid();
    }

    /**
     * @throws IllegalArgumentException if it is none
     */
    static UsageCursor of(String key) {
        String[] parts = key.split(" ", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException(key);
        }
        long seconds = Long.parseLong(parts[0]);
        if (seconds < 0 || seconds > FARTHEST.getEpochSecond()) {
            throw new IllegalArgumentException(key);
        }
        return new UsageCursor(Instant.ofEpochSecond(seconds), Uid.of(parts[1]));
    }
}
