package io.quarry.api.routes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Routes by name, for very many: one writer at a time, any number of readers without a lock. A map
 * of strings follows pointers to four far places for one answer; here a name of fewer than {@value
 * Key#INLINE} bytes lies in the slot itself, so that a look-up goes to memory for slot and route at
 * once, and a byte a slot, all of which are near, tells which slots need not be looked at (as in
 * Abseil's SwissTable). Slots are small, because how many of them the processor's cache holds
 * decides how long a look-up takes. It is of routes and not of any type, because the cast of a
 * generic answer would go to memory for the route's header too. Names are printable ASCII; a slot
 * costs 41 bytes, and a third of them at least is free.
 */
final class NameTable {
    private static final byte FREE = 0;

    /** The mark of what was removed: probing goes on over it, until a rebuild. */
    private static final byte REMOVED = 1;

    /** What a name's bytes have where a character has none, so it is in no name that is kept. */
    private static final char NO_BYTE = '?';

    private static final int LEAST = 64;

    /**
     * Nothing that is written once is written again, but a slot's route, and its mark at the end.
     */
    private static final class Slots {
        /** Of each slot; written after all else of it, and read before. */
        final byte[] marks;

        /** A name's first bytes, zeros behind a shorter one. */
        final long[] words;

        final @Nullable ServedRoute[] routes;

        /** Those that do not end within their words. */
        final @Nullable String[] names;

        Slots(int capacity) {
            marks = new byte[capacity];
            words = new long[capacity * Key.WORDS];
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
        if (name.isEmpty() || name.charAt(name.length() - 1) == 0) {
            // what the words have behind a name
            return null;
        }
        var key = Key.of(name, seed);
        var mark = key.mark();
        for (var slot = key.start(table.mask()); ; slot = (slot + 1) & table.mask()) {
            var there = table.marks[slot];
            if (there == mark) {
                VarHandle.acquireFence();
                var route = table.routes[slot];
                if (key.is(table.words, slot, table.names)) {
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
        var key = Key.of(name, seed);
        var slot = slot(current, key);
        VarHandle.releaseFence();
        current.routes[slot] = route;
        if (current.marks[slot] == FREE) {
            key.write(current.words, slot, current.names);
            VarHandle.releaseFence();
            current.marks[slot] = key.mark();
            used++;
            size.incrementAndGet();
        }
    }

    /** For the one writer. */
    void remove(String name) {
        var slot = slot(current, Key.of(name, seed));
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
            var key = Key.of(old.words, from, old.names, seed);
            var to = slot(fresh, key);
            key.write(fresh.words, to, fresh.names);
            fresh.routes[to] = old.routes[from];
            fresh.marks[to] = old.marks[from];
        }
        used = size.get();
        current = fresh;
    }

    /** The name's slot, or the free one that it would get. */
    private static int slot(Slots table, Key key) {
        var slot = key.start(table.mask());
        while (table.marks[slot] != FREE
                && (table.marks[slot] == REMOVED || !key.is(table.words, slot, table.names))) {
            slot = (slot + 1) & table.mask();
        }
        return slot;
    }

    /**
     * A name as the table keeps it: its first bytes as words, and the whole where it does not end
     * within them. Its hash is seeded, so that nobody can choose names that meet.
     */
    private record Key(
            long one, long two, long three, long four, @Nullable String whole, long hash) {
        static final int WORDS = 4;
        static final int INLINE = WORDS * Long.BYTES;

        private static final VarHandle LONG =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

        /** In the mark of every name; the other seven bits are of its hash. */
        private static final byte TAKEN = (byte) 0x80;

        private static final int MARKED_BY = 25;

        /** Both have bytes that no name has, so that no word and one of them are equal. */
        private static final long ODD = 0x9E3779B97F4A7C15L;

        private static final long ODDER = 0xD1B54A32D192ED03L;

        static Key of(String name, long seed) {
            var bytes = name.getBytes(StandardCharsets.ISO_8859_1);
            var whole = bytes.length >= INLINE ? name : null;
            if (bytes.length < Long.BYTES) {
                bytes = Arrays.copyOf(bytes, Long.BYTES);
            }
            return of(word(bytes, 0), word(bytes, 1), word(bytes, 2), word(bytes, 3), whole, seed);
        }

        static Key of(long[] words, int slot, @Nullable String[] names, long seed) {
            var from = slot * WORDS;
            return of(
                    words[from],
                    words[from + 1],
                    words[from + 2],
                    words[from + 3],
                    names[slot],
                    seed);
        }

        private static Key of(
                long one, long two, long three, long four, @Nullable String whole, long seed) {
            var hash = mix(three ^ ODDER, four ^ mix(one ^ ODD, two ^ seed));
            if (whole != null) {
                var bytes = whole.getBytes(StandardCharsets.ISO_8859_1);
                for (var index = WORDS; index * Long.BYTES < bytes.length; index++) {
                    hash = mix(word(bytes, index) ^ ODD, hash);
                }
            }
            return new Key(one, two, three, four, whole, hash * ODD);
        }

        /** The 128 bits of the product, folded, as in wyhash. */
        private static long mix(long one, long other) {
            return one * other ^ Math.unsignedMultiplyHigh(one, other);
        }

        /** Eight bytes, with zeros behind the last; of eight bytes at least. */
        private static long word(byte[] bytes, int index) {
            var last = bytes.length - Long.BYTES;
            var beyond = (index * Long.BYTES - last) * Byte.SIZE;
            var word = (long) LONG.get(bytes, Math.min(index * Long.BYTES, last));
            return beyond <= 0 ? word : beyond < Long.SIZE ? word >>> beyond : 0;
        }

        int start(int mask) {
            return (int) (hash >>> 32) & mask;
        }

        byte mark() {
            return (byte) (TAKEN | (hash >>> MARKED_BY));
        }

        void write(long[] words, int slot, @Nullable String[] names) {
            var from = slot * WORDS;
            words[from] = one;
            words[from + 1] = two;
            words[from + 2] = three;
            words[from + 3] = four;
            names[slot] = whole;
        }

        boolean is(long[] words, int slot, @Nullable String[] names) {
            var from = slot * WORDS;
            var different =
                    words[from] ^ one
                            | words[from + 1] ^ two
                            | words[from + 2] ^ three
                            | words[from + 3] ^ four;
            return different == 0 && (whole == null || whole.equals(names[slot]));
        }
    }
}
