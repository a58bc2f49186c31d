package io.quarry.abstractions.cache;

import io.quarry.abstractions.TestClock;
import io.quarry.abstractions.token.Token;
import io.quarry.abstractions.token.Tokens;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.CacheSpace;
import io.quarry.stores.spi.CacheStore;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A namespace that no other test has, and the calls that tests share. */
abstract class CacheWorld {
    static final Condition ALWAYS = new Condition.Always();
    static final Condition ABSENT = new Condition.Absent();
    static final Condition PRESENT = new Condition.Present();
    static final int MIB = 1 << 20;
    private static final String UID_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

    final TestClock clock = new TestClock();
    final CacheSpace space = new CacheSpace(namespace(), 1, 1);
    private @Nullable CacheEntries opened;

    abstract CacheStore store();

    CacheEntries entries() {
        CacheEntries door = opened == null ? door(space, null) : opened;
        opened = door;
        return door;
    }

    CacheEntries door(CacheSpace of, @Nullable Duration defaultTtl) {
        return new CacheEntries(
                store(),
                new CacheSettings(of, defaultTtl, CacheLimits.standard()),
                Tokens.standard(clock),
                clock);
    }

    static NamespaceRef namespace() {
        return new NamespaceRef(
                "t"
                        + new Random()
                                .ints(19, 0, UID_CHARACTERS.length())
                                .mapToObj(i -> UID_CHARACTERS.substring(i, i + 1))
                                .collect(Collectors.joining()),
                1);
    }

    Written put(String key, String value) {
        return put(key, value, ALWAYS, null);
    }

    Written put(String key, String value, Condition condition, @Nullable Token given) {
        return entries().put(entry(key, value, null), condition, given, soon());
    }

    /** Writes, and says by which token. */
    Token token(String key, String value) {
        return done(put(key, value));
    }

    static Token done(Written written) {
        if (written instanceof Written.Done(Token token)) {
            return token;
        }
        throw new AssertionError("not done: " + written);
    }

    /** The text of an entry, or null where there is none. */
    @Nullable String text(String key) {
        return text(entries(), Bytes.ofUtf8(key));
    }

    static @Nullable String text(CacheEntries entries, Bytes key) {
        Entry entry = entries.get(key, soon());
        return entry == null ? null : StandardCharsets.UTF_8.decode(entry.value()).toString();
    }

    static NewEntry entry(String key, String value, @Nullable Duration ttl) {
        return new NewEntry(
                Bytes.ofUtf8(key), utf8(value), "text/plain; charset=utf-8", Map.of(), ttl);
    }

    static NewEntry bytes(Bytes key, byte[] value) {
        return new NewEntry(
                key, ByteBuffer.wrap(value), "application/octet-stream", Map.of(), null);
    }

    static byte[] random(int bytes) {
        byte[] value = new byte[bytes];
        new Random(bytes).nextBytes(value);
        return value;
    }

    static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    Token at(Duration fromNow, long nonce) {
        return new Token(
                ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant().plus(fromNow)), nonce);
    }

    static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(20));
    }
}
