package io.quarry.abstractions.cache;

import io.quarry.abstractions.token.Token;
import io.quarry.abstractions.token.Tokens;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.CacheStore;
import io.quarry.stores.spi.CacheStore.Count;
import io.quarry.stores.spi.CacheStore.Lookup;
import io.quarry.stores.spi.CacheStore.Outcome;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One cache namespace: the only way to its entries. A write that brings no token of its own takes
 * place in the order of arrival. One that brings a token is compared with what is there: again the
 * same, or an older one, has no further effect. Deletions are not remembered, as little as anything
 * else in a cache: what comes late brings back what was deleted.
 *
 * <p>Calls block until the deadline at most. They throw {@link io.quarry.abstractions.Refusal}
 * where the request is wrong, with nothing changed, and {@link StoreException} where the store did
 * not answer as it should, which is never a miss. Cheap to make, one per route; thread safe.
 */
public final class CacheEntries {
    /**
     * Keys that are asked for at once, so that an answer of large values is not held many times.
     */
    private static final int ROUND = 32;

    private final CacheStore store;
    private final EntryKeys keys;
    private final Entries entries;
    private final Tokens tokens;
    private final @Nullable Duration defaultTtl;
    private final CacheLimits limits;
    private final Checks checks;
    private final Clock clock;

    /**
     * @param clock says what has expired
     */
    public CacheEntries(CacheStore store, CacheSettings settings, Tokens tokens, Clock clock) {
        this.store = store;
        this.keys = new EntryKeys(settings.space());
        this.entries = Entries.in(store, keys, clock);
        this.tokens = tokens;
        this.defaultTtl = settings.defaultTtl();
        this.limits = settings.limits();
        this.checks = new Checks(limits);
        this.clock = clock;
    }

    /** One entry, or null where there is none. */
    public @Nullable Entry get(Bytes key, Deadline deadline) {
        checks.key(key);
        return entries.read(key, entries.look(key, deadline), deadline);
    }

    /** Several entries, in the order of their keys; each node is asked once for 32 of them. */
    public List<Found> getAll(List<Bytes> asked, Deadline deadline) {
        checks.keys(asked);
        List<Found> found = new ArrayList<>(asked.size());
        long bytes = 0;
        for (int from = 0; from < asked.size(); from += ROUND) {
            List<Bytes> round = asked.subList(from, Math.min(from + ROUND, asked.size()));
            if (bytes >= limits.answerBytes()) {
                round.forEach(_ -> found.add(new Found.Unread()));
                continue;
            }
            List<Lookup> looked = entries.lookAll(round, share(deadline, asked.size() - from));
            for (int i = 0; i < round.size(); i++) {
                Found one = found(round.get(i), looked.get(i), bytes, deadline);
                found.add(one);
                if (one instanceof Found.Hit(Entry entry)) {
                    bytes += entry.value().remaining();
                }
            }
        }
        return found;
    }

    /** A node that hangs takes the time of one round, and none of those that follow. */
    private static Deadline share(Deadline deadline, int left) {
        int rounds = (left + ROUND - 1) / ROUND;
        return Deadline.after(deadline.remaining().dividedBy(rounds));
    }

    /**
     * Writes one entry.
     *
     * @return Done or ConditionFailed
     */
    public Written put(
            NewEntry entry, Condition condition, @Nullable Token given, Deadline deadline) {
        checks.entry(entry);
        Token token = tokens.accept(given);
        Bytes key = entry.key();
        Head head = head(entry, token);
        long attempt = ThreadLocalRandom.current().nextLong();
        if (condition instanceof Condition.Always && given == null) {
            ByteBuffer prepared = entries.prepare(key, head, attempt, deadline);
            Outcome _ =
                    entries.put(
                            key,
                            prepared,
                            new CacheStore.Condition.Always(),
                            head.expiresAt(),
                            deadline);
            return new Written.Done(token);
        }
        Seen seen =
                condition instanceof Condition.Absent
                        ? Seen.Nothing.AT_ALL
                        : entries.look(key, deadline);
        ByteBuffer prepared = null;
        while (true) {
            if (given != null && isAtLeast(seen.token(), token)) {
                return new Written.Done(token);
            }
            if (!holds(seen, condition)) {
                return new Written.ConditionFailed(seen.token());
            }
            if (prepared == null) {
                prepared = entries.prepare(key, head, attempt, deadline);
            }
            if (entries.put(key, prepared, seen.unchanged(), head.expiresAt(), deadline)
                    == Outcome.DONE) {
                return new Written.Done(token);
            }
            seen = entries.look(key, deadline);
        }
    }

    /**
     * Deletes one entry; none to delete is done as well, unless the condition asks for one.
     *
     * @param condition anything but Absent
     * @return Done or ConditionFailed
     */
    public Written delete(
            Bytes key, Condition condition, @Nullable Token given, Deadline deadline) {
        checks.key(key);
        Token token = tokens.accept(given);
        if (condition instanceof Condition.Always && given == null) {
            Outcome _ = store.delete(keys.of(key), deadline);
            return new Written.Done(token);
        }
        while (true) {
            Seen seen = entries.look(key, deadline);
            Token current = seen.token();
            if (given != null && current != null && current.generation() > token.generation()) {
                return new Written.Done(token);
            }
            if (!holds(seen, condition)) {
                return new Written.ConditionFailed(current);
            }
            boolean gone =
                    switch (seen) {
                        case Seen.Nothing _ -> true;
                        case Seen.Number number -> deleted(key, number.cas(), deadline);
                        case Seen.There there -> deleted(key, there.cas(), deadline);
                    };
            if (gone) {
                return new Written.Done(token);
            }
        }
    }

    /**
     * Adds to the end of an entry, whose content type, metadata and expiry stay. Not idempotent.
     *
     * @return Done, Absent or IsNumber
     */
    public Written append(Bytes key, ByteBuffer suffix, Deadline deadline) {
        checks.key(key);
        Token token = tokens.accept(null);
        while (true) {
            switch (entries.look(key, deadline)) {
                case Seen.Nothing _ -> {
                    return new Written.Absent();
                }
                case Seen.Number _ -> {
                    return new Written.IsNumber();
                }
                case Seen.There there -> {
                    ByteBuffer value = entries.value(key, there.head(), deadline);
                    if (value == null) {
                        return new Written.Absent();
                    }
                    checks.value((long) value.remaining() + suffix.remaining());
                    Head longer = longer(there.head(), value, suffix, token);
                    long attempt = ThreadLocalRandom.current().nextLong();
                    ByteBuffer prepared = entries.prepare(key, longer, attempt, deadline);
                    Instant expiresAt = longer.expiresAt();
                    if (entries.put(key, prepared, there.unchanged(), expiresAt, deadline)
                            == Outcome.DONE) {
                        return new Written.Done(token);
                    }
                }
            }
        }
    }

    /**
     * Lets an entry expire {@code ttl} from now, or as the namespace's default says; its token
     * stays.
     *
     * @return Done or Absent; a number has no token, and answers one of this moment
     */
    public Written touch(Bytes key, @Nullable Duration ttl, Deadline deadline) {
        checks.key(key);
        checks.ttl(ttl);
        Duration lives = ttl == null ? defaultTtl : ttl;
        Instant expiresAt = lives == null ? null : clock.instant().plus(lives);
        while (true) {
            switch (entries.look(key, deadline)) {
                case Seen.Nothing _ -> {
                    return new Written.Absent();
                }
                case Seen.Number _ -> {
                    return store.touch(List.of(keys.of(key)), lives, deadline) == Outcome.DONE
                            ? new Written.Done(tokens.accept(null))
                            : new Written.Absent();
                }
                case Seen.There there -> {
                    Head head = there.head();
                    if (head.chunks() != null
                            && !entries.chunking()
                                    .touch(
                                            key,
                                            head.chunks(),
                                            entries.lifetime(expiresAt),
                                            deadline)) {
                        return new Written.Absent();
                    }
                    ByteBuffer touched = Head.expiringAt(there.stored(), expiresAt);
                    if (entries.put(key, touched, there.unchanged(), expiresAt, deadline)
                            == Outcome.DONE) {
                        return new Written.Done(head.token());
                    }
                }
            }
        }
    }

    /**
     * Adds to a number, which stops at 0 and begins again at 2^64. Not idempotent. The end of a
     * number's life is the store's, in whole seconds, and stays with increments.
     *
     * @param initial what the number is where there is none yet; null where that is an Absent
     * @param ttl of a number that begins now; null means the namespace's default
     */
    public Count increment(
            Bytes key, long by, @Nullable Long initial, @Nullable Duration ttl, Deadline deadline) {
        checks.key(key);
        checks.by(by);
        checks.initial(initial);
        checks.ttl(ttl);
        Duration lives = ttl == null ? defaultTtl : ttl;
        while (true) {
            Count count = store.increment(keys.of(key), by, deadline);
            if (count instanceof Count.Now) {
                return count;
            }
            Seen seen =
                    count instanceof Count.Absent
                            ? Seen.Nothing.AT_ALL
                            : entries.look(key, deadline);
            if (seen instanceof Seen.There) {
                return new Count.NotANumber();
            }
            if (seen instanceof Seen.Nothing) {
                if (initial == null) {
                    return new Count.Absent();
                }
                ByteBuffer digits = StandardCharsets.US_ASCII.encode(Long.toString(initial));
                if (store.put(keys.of(key), digits, seen.unchanged(), lives, deadline)
                        == Outcome.DONE) {
                    return new Count.Now(initial);
                }
            }
        }
    }

    private boolean deleted(Bytes key, long cas, Deadline deadline) {
        return store.deleteUnchanged(keys.of(key), cas, deadline) != Outcome.PRESENT;
    }

    private Found found(Bytes key, Lookup looked, long bytes, Deadline deadline) {
        try {
            Seen seen = entries.seen(key, looked);
            if (bytes > 0 && bytes + size(seen) > limits.answerBytes()) {
                return new Found.Unread();
            }
            Entry entry = entries.read(key, seen, deadline);
            return entry == null ? new Found.Miss() : new Found.Hit(entry);
        } catch (StoreException e) {
            return new Found.Failed(e);
        }
    }

    private static long size(Seen seen) {
        return switch (seen) {
            case Seen.Nothing _ -> 0;
            case Seen.Number number -> number.digits().remaining();
            case Seen.There there -> {
                Head.Chunks chunks = there.head().chunks();
                yield chunks == null ? there.head().value().remaining() : chunks.bytes();
            }
        };
    }

    /** Whether what is there was written by this token, or a newer one. */
    private static boolean isAtLeast(@Nullable Token current, Token token) {
        return current != null && current.compareTo(token) >= 0;
    }

    private static boolean holds(Seen seen, Condition condition) {
        return switch (condition) {
            case Condition.Always _ -> true;
            case Condition.Absent _ -> seen instanceof Seen.Nothing;
            case Condition.Present _ -> !(seen instanceof Seen.Nothing);
            case Condition.WrittenBy(Token expected) -> expected.equals(seen.token());
        };
    }

    private Head head(NewEntry entry, Token token) {
        Duration ttl = entry.ttl() == null ? defaultTtl : entry.ttl();
        Instant expiresAt =
                ttl == null
                        ? null
                        : Instant.EPOCH.plus(token.generation(), ChronoUnit.MICROS).plus(ttl);
        return new Head(
                token, expiresAt, entry.contentType(), entry.metadata(), null, null, entry.value());
    }

    private static Head longer(Head head, ByteBuffer value, ByteBuffer suffix, Token token) {
        ByteBuffer whole = ByteBuffer.allocate(value.remaining() + suffix.remaining());
        whole.put(value.duplicate()).put(suffix.duplicate()).flip();
        return new Head(
                token, head.expiresAt(), head.contentType(), head.metadata(), null, null, whole);
    }
}
