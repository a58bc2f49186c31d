package io.quarry.api.routes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Routes by name, for very many: one writer at a time, any number of readers without a lock. A map
 * of strings follows pointers to four far places for one answer; here the first {@value #INLINE}
 * bytes of a name lie in the slot itself, so that a look-up goes to memory for slot and route at
 * once, and a byte a slot, all of which are near, tells which slots need not be looked at (as in
 * Abseil's SwissTable). It is of routes and not of any type, because the cast of a generic answer
 * would go to memory for the route's header too. Names are printable ASCII; a slot costs 73 bytes,
 * and a third of them at least is free.
 */
final class NameTable {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final byte FREE = 0;

    /** The mark of what was removed: probing goes on over it, until a rebuild. */
    private static final byte REMOVED = 1;

    /** In the mark of every name; the other seven bits are of its hash. */
    private static final byte TAKEN = (byte) 0x80;

    private static final int MARKED_BY = 25;

    /** What a name's bytes have where a character has none, so it is in no name that is kept. */
    private static final char NO_BYTE = '?';

    private static final int WORDS = 8;
    private static final int INLINE = (WORDS - 1) * Long.BYTES;
    private static final int LEAST = 64;
    private static final long LENGTH = 0xFFFF;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    /**
     * Nothing that is written once is written again, but a slot's route, and its mark at the end.
     */
    private static final class Slots {
        /** Of each slot; written after all else of it, and read before. */
        final byte[] marks;

        /** Eight words a slot: hash and length, then the name's first bytes. */
        final long[] words;

        final @Nullable ServedRoute[] routes;

        /** Those that do not fit into their words. */
        final @Nullable String[] names;

        Slots(int capacity) {
            marks = new byte[capacity];
            words = new long[capacity * WORDS];
            routes = new @Nullable ServedRoute[capacity];
            names = new @Nullable String[capacity];
        }

        int mask() {
            return marks.length - 1;
        }
    }

    private final long seed = ThreadLocalRandom.current().nextLong();
    private final AtomicInteger size = new AtomicInteger();
    private volatile Slots current = new Slots(LEAST);
    private int used;

    /** Null if there is none of that name. */
    @Nullable ServedRoute find(String name) {
        var table = current;
        var bytes = bytes(name);
        var hash = hash(bytes);
        var mark = mark(hash);
        for (var slot = start(hash, table); ; slot = (slot + 1) & table.mask()) {
            var there = table.marks[slot];
            if (there == mark) {
                VarHandle.acquireFence();
                var route = table.routes[slot];
                if (holds(table, slot, hash, bytes, name)) {
                    return route;
                }
            } else if (there == FREE) {
                return null;
            }
        }
    }

    /**
     * For the one writer.
     *
     * @throws IllegalArgumentException if the name is not of printable ASCII, or has a question
     *     mark
     */
    void put(String name, ServedRoute route) {
        if (name.isEmpty()
                || !name.chars().allMatch(each -> each > ' ' && each <= '~' && each != NO_BYTE)) {
            throw new IllegalArgumentException("not a name: " + name);
        }
        if ((used + 1) * 3L > current.marks.length * 2L) {
            rebuild();
        }
        var bytes = bytes(name);
        var hash = hash(bytes);
        var slot = slot(current, hash, bytes, name);
        VarHandle.releaseFence();
        current.routes[slot] = route;
        if (current.marks[slot] == FREE) {
            write(current, slot, hash, bytes, name);
            VarHandle.releaseFence();
            current.marks[slot] = mark(hash);
            used++;
            size.incrementAndGet();
        }
    }

    /** For the one writer. */
    void remove(String name) {
        var bytes = bytes(name);
        var slot = slot(current, hash(bytes), bytes, name);
        if (current.marks[slot] != FREE) {
            current.marks[slot] = REMOVED;
            size.decrementAndGet();
        }
    }

    int size() {
        return size.get();
    }

    private void rebuild() {
        var old = current;
        var capacity = LEAST;
        while (capacity < 2L * (size.get() + 1)) {
            capacity *= 2;
        }
        var fresh = new Slots(capacity);
        for (var from = 0; from < old.marks.length; from++) {
            if (old.marks[from] == FREE || old.marks[from] == REMOVED) {
                continue;
            }
            var to = start(old.words[from * WORDS], fresh);
            while (fresh.marks[to] != FREE) {
                to = (to + 1) & fresh.mask();
            }
            System.arraycopy(old.words, from * WORDS, fresh.words, to * WORDS, WORDS);
            fresh.names[to] = old.names[from];
            fresh.routes[to] = old.routes[from];
            fresh.marks[to] = old.marks[from];
        }
        used = size.get();
        current = fresh;
    }

    /** The name's slot, or the free one that it would get. */
    private static int slot(Slots table, long hash, byte[] bytes, String name) {
        var slot = start(hash, table);
        while (table.marks[slot] != FREE
                && (table.marks[slot] == REMOVED || !holds(table, slot, hash, bytes, name))) {
            slot = (slot + 1) & table.mask();
        }
        return slot;
    }

    private static int start(long hash, Slots table) {
        return (int) (hash >>> 32) & table.mask();
    }

    private static byte mark(long hash) {
        return (byte) (TAKEN | (hash >>> MARKED_BY));
    }

    private static void write(Slots table, int slot, long hash, byte[] bytes, String name) {
        var word = slot * WORDS;
        table.words[word] = hash;
        for (var part = 0; part < parts(bytes); part++) {
            table.words[word + 1 + part] = word(bytes, part);
        }
        if (bytes.length > INLINE) {
            table.names[slot] = name;
        }
    }

    /** Of two names of one length: so the words need not tell where a name ends. */
    private static boolean holds(Slots table, int slot, long hash, byte[] bytes, String name) {
        var words = table.words;
        var word = slot * WORDS;
        if (words[word] != hash) {
            return false;
        }
        for (var part = 0; part < parts(bytes); part++) {
            if (words[word + 1 + part] != word(bytes, part)) {
                return false;
            }
        }
        return bytes.length <= INLINE || name.equals(table.names[slot]);
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int parts(byte[] bytes) {
        return Math.min(WORDS - 1, (bytes.length + Long.BYTES - 1) / Long.BYTES);
    }

    /** Eight bytes from there on; the last eight where fewer are left. */
    private static long word(byte[] bytes, int part) {
        if (bytes.length < Long.BYTES) {
            var word = 0L;
            for (var each : bytes) {
                word = word << Byte.SIZE | each & 0xFF;
            }
            return word;
        }
        return (long) LONG.get(bytes, Math.min(part * Long.BYTES, bytes.length - Long.BYTES));
    }

    /**
     * Of all bytes, and of a seed, so that nobody can choose names that meet; its lowest bits are
     * the name's length. Its highest choose the slot, others the mark.
     */
    private long hash(byte[] bytes) {
        var hash = seed;
        for (var part = 0; part * Long.BYTES < bytes.length; part++) {
            hash = (hash ^ word(bytes, part)) * MULTIPLIER;
            hash ^= hash >>> 32;
        }
        hash *= MULTIPLIER;
        return hash & ~LENGTH | bytes.length & LENGTH;
    }
}
