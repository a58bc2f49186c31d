package io.quarry.abstractions.cache;

import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.CacheStore;
import io.quarry.stores.spi.CacheStore.Lookup;
import io.quarry.stores.spi.CacheStore.Outcome;
import io.quarry.stores.spi.Deadline;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Entries as they lie in a store: what may be read of what is there, and how it gets there. */
record Entries(CacheStore store, EntryKeys keys, Chunking chunking, InstantSource clock) {
    /**
     * How long the store keeps what has expired, so that gateways whose clocks differ a little see
     * it end by the expiry in the entry, not earlier.
     */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final int MOST_DIGITS = 20;

    static Entries in(CacheStore store, EntryKeys keys, InstantSource clock) {
        return new Entries(store, keys, new Chunking(store, keys), clock);
    }

    /**
     * @throws io.quarry.stores.spi.StoreException where the key's node did not answer
     */
    Seen look(Bytes key, Deadline deadline) {
        return seen(key, store.get(List.of(keys.of(key)), deadline).getFirst());
    }

    List<Lookup> lookAll(List<Bytes> asked, Deadline deadline) {
        return store.get(asked.stream().map(keys::of).toList(), deadline);
    }

    Seen seen(Bytes key, Lookup found) {
        return switch (found) {
            case Lookup.Miss() -> Seen.Nothing.AT_ALL;
            case Lookup.Failed failed -> throw failed.cause();
            case Lookup.Hit(ByteBuffer stored, long cas) -> {
                ByteBuffer digits = digits(stored);
                if (digits != null) {
                    yield new Seen.Number(digits, cas);
                }
                Head head = Head.decode(stored);
                if (head == null || head.expired(clock.instant()) || !isOf(head, key)) {
                    yield Seen.Nothing.but(cas);
                }
                yield new Seen.There(head, stored, cas);
            }
        };
    }

    /** What may be read, whole; null where nothing may, or a part of it is gone. */
    @Nullable Entry read(Bytes key, Seen seen, Deadline deadline) {
        return switch (seen) {
            case Seen.Nothing _ -> null;
            case Seen.Number(ByteBuffer digits, long _) ->
                    new Entry(key, digits, Entry.NUMBER, Map.of(), null, null);
            case Seen.There there -> {
                Head head = there.head();
                ByteBuffer value = value(key, head, deadline);
                yield value == null
                        ? null
                        : new Entry(
                                key,
                                value,
                                head.contentType(),
                                head.metadata(),
                                head.token(),
                                head.expiresAt());
            }
        };
    }

    /** A value, whole; null where a part of it is gone. */
    @Nullable ByteBuffer value(Bytes key, Head head, Deadline deadline) {
        return head.chunks() == null ? head.value() : chunking.read(key, head.chunks(), deadline);
    }

    /**
     * What is to lie under a key: as it is, where it fits; else its chunks are written, and what is
     * left is the head that names them.
     *
     * @param head with the value
     * @param attempt as nobody else has
     */
    ByteBuffer prepare(Bytes key, Head head, long attempt, Deadline deadline) {
        Head keyed =
                new Head(
                        head.token(),
                        head.expiresAt(),
                        head.contentType(),
                        head.metadata(),
                        EntryKeys.isHashed(key) ? key : null,
                        null,
                        head.value());
        if (keyed.bytes() + keyed.value().remaining() <= CacheStore.MAX_VALUE_BYTES) {
            return keyed.encode();
        }
        return new Head(
                        head.token(),
                        head.expiresAt(),
                        head.contentType(),
                        head.metadata(),
                        keyed.key(),
                        chunking.write(
                                key, attempt, head.value(), lifetime(head.expiresAt()), deadline),
                        ByteBuffer.allocate(0))
                .encode();
    }

    Outcome put(
            Bytes key,
            ByteBuffer prepared,
            CacheStore.Condition condition,
            @Nullable Instant expiresAt,
            Deadline deadline) {
        return store.put(keys.of(key), prepared, condition, lifetime(expiresAt), deadline);
    }

    /** How long the store has to keep what expires then: a little longer. */
    @Nullable Duration lifetime(@Nullable Instant expiresAt) {
        if (expiresAt == null) {
            return null;
        }
        Duration left = Duration.between(clock.instant(), expiresAt);
        return left.isNegative() ? GRACE : left.plus(GRACE);
    }

    private static boolean isOf(Head head, Bytes key) {
        return head.key() == null ? !EntryKeys.isHashed(key) : key.equals(head.key());
    }

    /** memcached leaves spaces behind a number that lost a digit. */
    private static @Nullable ByteBuffer digits(ByteBuffer stored) {
        if (!stored.hasRemaining() || stored.remaining() > MOST_DIGITS) {
            return null;
        }
        String text = StandardCharsets.ISO_8859_1.decode(stored.duplicate()).toString().strip();
        boolean number = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? StandardCharsets.US_ASCII.encode(text) : null;
    }
}
