package io.quarry.stores.memory;

import io.quarry.stores.spi.CacheKey;
import io.quarry.stores.spi.CacheStore;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reference of {@link CacheStore}; it never evicts. Thread safe, one call at a time. */
final class MemoryCacheStore implements CacheStore {
    private static final int MOST_DIGITS = 20;

    private record Slot(ByteBuffer value, long cas, @Nullable Instant expiresAt) {}

    private final Map<CacheKey, Slot> slots = new HashMap<>();
    private final InstantSource clock;
    private long lastCas;

    MemoryCacheStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized List<Lookup> get(List<CacheKey> keys, Deadline deadline) {
        inTime(deadline);
        return keys.stream().map(this::lookup).toList();
    }

    @Override
    public synchronized Outcome put(
            CacheKey key,
            ByteBuffer value,
            Condition condition,
            @Nullable Duration lifetime,
            Deadline deadline) {
        inTime(deadline);
        Outcome outcome = judge(live(key), condition);
        if (outcome == Outcome.DONE) {
            write(key, copy(value), expiry(lifetime));
        }
        return outcome;
    }

    @Override
    public synchronized void putAll(
            Map<CacheKey, ByteBuffer> values, @Nullable Duration lifetime, Deadline deadline) {
        inTime(deadline);
        values.forEach((key, value) -> write(key, copy(value), expiry(lifetime)));
    }

    @Override
    public synchronized Outcome append(CacheKey key, ByteBuffer value, Deadline deadline) {
        inTime(deadline);
        Slot slot = live(key);
        if (slot == null) {
            return Outcome.ABSENT;
        }
        ByteBuffer longer = ByteBuffer.allocate(slot.value().remaining() + value.remaining());
        longer.put(slot.value().duplicate()).put(value.duplicate()).flip();
        write(key, longer, slot.expiresAt());
        return Outcome.DONE;
    }

    @Override
    public synchronized Outcome touch(
            List<CacheKey> keys, @Nullable Duration lifetime, Deadline deadline) {
        inTime(deadline);
        Outcome outcome = Outcome.DONE;
        for (CacheKey key : keys) {
            Slot slot = live(key);
            if (slot == null) {
                outcome = Outcome.ABSENT;
            } else {
                slots.put(key, new Slot(slot.value(), slot.cas(), expiry(lifetime)));
            }
        }
        return outcome;
    }

    @Override
    public synchronized Outcome delete(CacheKey key, Deadline deadline) {
        inTime(deadline);
        return delete(key, new Condition.Present());
    }

    @Override
    public synchronized Outcome deleteUnchanged(CacheKey key, long cas, Deadline deadline) {
        inTime(deadline);
        return delete(key, new Condition.Unchanged(cas));
    }

    @Override
    public synchronized Count increment(CacheKey key, long by, Deadline deadline) {
        inTime(deadline);
        Slot slot = live(key);
        if (slot == null) {
            return new Count.Absent();
        }
        String digits = StandardCharsets.ISO_8859_1.decode(slot.value().duplicate()).toString();
        if (digits.isEmpty()
                || digits.length() > MOST_DIGITS
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return new Count.NotANumber();
        }
        long before = Long.parseUnsignedLong(digits);
        long now = by < 0 && Long.compareUnsigned(before, -by) < 0 ? 0 : before + by;
        write(key, StandardCharsets.US_ASCII.encode(Long.toUnsignedString(now)), slot.expiresAt());
        return new Count.Now(now);
    }

    private Outcome delete(CacheKey key, Condition condition) {
        Outcome outcome = judge(live(key), condition);
        if (outcome == Outcome.DONE) {
            slots.remove(key);
        }
        return outcome;
    }

    private Lookup lookup(CacheKey key) {
        Slot slot = live(key);
        return slot == null
                ? new Lookup.Miss()
                : new Lookup.Hit(slot.value().duplicate(), slot.cas());
    }

    private @Nullable Slot live(CacheKey key) {
        Slot slot = slots.get(key);
        Instant expiresAt = slot == null ? null : slot.expiresAt();
        if (expiresAt != null && !clock.instant().isBefore(expiresAt)) {
            slots.remove(key);
            return null;
        }
        return slot;
    }

    private void write(CacheKey key, ByteBuffer value, @Nullable Instant expiresAt) {
        if (value.remaining() > MAX_VALUE_BYTES) {
            throw new StoreException.Rejected(
                    "a value of " + value.remaining() + " bytes is too large for the cache", null);
        }
        slots.put(key, new Slot(value, ++lastCas, expiresAt));
    }

    private @Nullable Instant expiry(@Nullable Duration lifetime) {
        return lifetime == null ? null : clock.instant().plus(lifetime);
    }

    private static Outcome judge(@Nullable Slot slot, Condition condition) {
        return switch (condition) {
            case Condition.Always _ -> Outcome.DONE;
            case Condition.Absent _ -> slot == null ? Outcome.DONE : Outcome.PRESENT;
            case Condition.Present _ -> slot == null ? Outcome.ABSENT : Outcome.DONE;
            case Condition.Unchanged(long cas) -> {
                if (slot == null) {
                    yield Outcome.ABSENT;
                }
                yield slot.cas() == cas ? Outcome.DONE : Outcome.PRESENT;
            }
        };
    }

    private static ByteBuffer copy(ByteBuffer value) {
        return ByteBuffer.allocate(value.remaining()).put(value.duplicate()).flip();
    }

    private static void inTime(Deadline deadline) {
        if (deadline.expired()) {
            throw new StoreException.TimedOut("the deadline passed before the call", null);
        }
    }
}
