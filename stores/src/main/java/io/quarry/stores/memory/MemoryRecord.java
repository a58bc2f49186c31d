package io.quarry.stores.memory;

import io.quarry.stores.spi.Attempt;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Condition;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.KeyRange;
import io.quarry.stores.spi.Standing;
import io.quarry.stores.spi.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The items and remembered deletions of one record. The whole rule of who wins is here: a put loses
 * to every deletion of its key at its generation or above, and to every put that is higher.
 */
final class MemoryRecord {
    /**
     * Of two puts the higher version wins; the rest only makes the same token with two contents an
     * order of its own.
     */
    private static final Comparator<Item> ORDER =
            Comparator.comparing(Item::version)
                    .thenComparing(Item::value)
                    .thenComparing(Item::contentType)
                    .thenComparing(item -> new TreeMap<>(item.metadata()).toString())
                    .thenComparing(
                            item -> item.expiresAt() == null ? Instant.MAX : item.expiresAt());

    private record Tombstone(KeyRange range, long generation, Instant arrived) {
        boolean covers(Bytes key, Version version) {
            return version.generation() <= generation && range.contains(key);
        }
    }

    private final Duration deletionsRemembered;
    private final NavigableMap<Bytes, Item> items = new TreeMap<>();
    private final List<Tombstone> tombstones = new ArrayList<>();

    MemoryRecord(Duration deletionsRemembered) {
        this.deletionsRemembered = deletionsRemembered;
    }

    synchronized void put(List<Item> written) {
        for (Item item : written) {
            if (tombstones.stream()
                    .noneMatch(tombstone -> tombstone.covers(item.key(), item.version()))) {
                items.merge(
                        item.key(),
                        item,
                        (old, fresh) -> ORDER.compare(fresh, old) > 0 ? fresh : old);
            }
        }
    }

    synchronized void delete(KeyRange range, Version version, Instant now) {
        tombstones.removeIf(
                tombstone -> tombstone.arrived().plus(deletionsRemembered).isBefore(now));
        Tombstone tombstone = new Tombstone(range, version.generation(), now);
        tombstones.add(tombstone);
        items.values().removeIf(item -> tombstone.covers(item.key(), item.version()));
    }

    /** Writes one item where the condition holds, by {@link Condition#judge}. */
    synchronized Attempt attempt(Item item, Condition condition, Instant now) {
        Item there = items.get(item.key());
        Standing found = there == null ? null : new Standing(there.version(), !there.expired(now));
        return switch (condition.judge(item.version(), found)) {
            case DONE -> new Attempt.Done();
            case REFUSE -> new Attempt.Refused(found);
            case WRITE -> {
                items.put(item.key(), item);
                yield new Attempt.Done();
            }
        };
    }

    /** What may be read at {@code now}, as it is at this moment, in the order of a read. */
    synchronized List<Item> live(KeyRange range, boolean reverse, Instant now) {
        NavigableMap<Bytes, Item> ordered = reverse ? items.descendingMap() : items;
        return ordered.values().stream()
                .filter(item -> range.contains(item.key()) && !item.expired(now))
                .toList();
    }
}
