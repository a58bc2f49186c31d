package io.quarry.api.routes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Values by name for very many names: one writer at a time, any number of readers without a lock. A
 * map of strings follows four pointers to far places for one answer; here the first {@value
 * #INLINE} characters lie in the slot itself, so that a look-up goes to memory for the slot and the
 * value at once. Names are Latin-1; a slot costs 72 bytes, and a third of them at least is free.
 */
final class NameTable<V> {
    private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(Object[].class);

    /** What a removed name leaves: probing goes on over it, and its slot is only for its name. */
    private static final Object REMOVED = new Object();

    private static final int WORDS = 8;
    private static final int INLINE = (WORDS - 1) * Long.BYTES;
    private static final int LEAST = 64;
    private static final int LAST = 0xFF;
    private static final long NO_NAME = 0;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    /** Nothing that is written once is written again, but a slot's value. */
    private static final class Slots {
        /** Eight words a slot: the hash, then the name's first characters. */
        final long[] words;

        /** A slot's value is written after its words and its name. */
        final @Nullable Object[] values;

        /** Those that do not fit into their words. */
        final @Nullable String[] names;

        Slots(int capacity) {
            words = new long[capacity * WORDS];
            values = new @Nullable Object[capacity];
            names = new @Nullable String[capacity];
        }

        int mask() {
            return values.length - 1;
        }
    }

    private final long seed = ThreadLocalRandom.current().nextLong();
    private final AtomicInteger size = new AtomicInteger();
    private volatile Slots current = new Slots(LEAST);
    private int used;

    /** Null if the name has no value. */
    @Nullable V find(String name) {
        Slots table = current;
        long hash = hash(name);
        if (hash == NO_NAME) {
            return null;
        }
        for (int slot = start(hash, table); ; slot = (slot + 1) & table.mask()) {
            Object value = VALUE.getAcquire(table.values, slot);
            if (value == null) {
                return null;
            }
            if (holds(table, slot, hash, name)) {
                return value == REMOVED ? null : cast(value);
            }
        }
    }

    /** For the one writer. */
    void put(String name, V value) {
        if ((used + 1) * 3L > current.values.length * 2L) {
            rebuild();
        }
        long hash = hash(name);
        if (hash == NO_NAME) {
            throw new IllegalArgumentException("not a name in Latin-1: " + name);
        }
        int slot = slot(current, hash, name);
        Object before = current.values[slot];
        if (before == null) {
            write(current, slot, hash, name);
            used++;
        }
        if (before == null || before == REMOVED) {
            size.incrementAndGet();
        }
        VALUE.setRelease(current.values, slot, value);
    }

    /** For the one writer. */
    void remove(String name) {
        int slot = slot(current, hash(name), name);
        Object before = current.values[slot];
        if (before != null && before != REMOVED) {
            VALUE.setRelease(current.values, slot, REMOVED);
            size.decrementAndGet();
        }
    }

    int size() {
        return size.get();
    }

    private void rebuild() {
        Slots old = current;
        int capacity = LEAST;
        while (capacity < 2L * (size.get() + 1)) {
            capacity *= 2;
        }
        Slots fresh = new Slots(capacity);
        for (int from = 0; from < old.values.length; from++) {
            Object value = old.values[from];
            if (value == null || value == REMOVED) {
                continue;
            }
            int to = start(old.words[from * WORDS], fresh);
            while (fresh.values[to] != null) {
                to = (to + 1) & fresh.mask();
            }
            System.arraycopy(old.words, from * WORDS, fresh.words, to * WORDS, WORDS);
            fresh.names[to] = old.names[from];
            fresh.values[to] = value;
        }
        used = size.get();
        current = fresh;
    }

    /** The name's slot, or the free one that it would get. */
    private static int slot(Slots table, long hash, String name) {
        int slot = start(hash, table);
        while (table.values[slot] != null && !holds(table, slot, hash, name)) {
            slot = (slot + 1) & table.mask();
        }
        return slot;
    }

    private static int start(long hash, Slots table) {
        return (int) (hash >>> 32) & table.mask();
    }

    private static void write(Slots table, int slot, long hash, String name) {
        int word = slot * WORDS;
        table.words[word] = hash;
        for (int part = 1; part < WORDS; part++) {
            table.words[word + part] = word(name, (part - 1) * Long.BYTES);
        }
        if (name.length() > INLINE) {
            table.names[slot] = name;
        }
    }

    private static boolean holds(Slots table, int slot, long hash, String name) {
        int word = slot * WORDS;
        long[] words = table.words;
        if (words[word] != hash) {
            return false;
        }
        int parts = (Math.min(name.length(), INLINE) + Long.BYTES - 1) / Long.BYTES;
        for (int part = 1; part <= parts; part++) {
            if (words[word + part] != word(name, (part - 1) * Long.BYTES)) {
                return false;
            }
        }
        return name.length() <= INLINE
                ? parts == WORDS - 1 || words[word + parts + 1] == 0
                : name.equals(table.names[slot]);
    }

    /** Up to eight characters from there on, zeros behind the name's end. */
    private static long word(String name, int from) {
        long word = 0;
        int end = Math.min(name.length(), from + Long.BYTES);
        for (int at = from; at < end; at++) {
            word = word << Byte.SIZE | name.charAt(at);
        }
        return word;
    }

    /**
     * Of all characters, and of a seed, so that nobody can choose names that meet. {@link #NO_NAME}
     * where a character is NUL or beyond Latin-1, which a slot could not tell from another.
     */
    private long hash(String name) {
        long hash = seed ^ name.length();
        boolean beyond = false;
        for (int from = 0; from < name.length(); from += Long.BYTES) {
            long word = 0;
            int end = Math.min(name.length(), from + Long.BYTES);
            for (int at = from; at < end; at++) {
                char character = name.charAt(at);
                beyond |= character == 0 || character > LAST;
                word = word << Byte.SIZE | character;
            }
            hash = (hash ^ word) * MULTIPLIER;
            hash ^= hash >>> 29;
        }
        return beyond ? NO_NAME : hash | 1;
    }

    @SuppressWarnings("unchecked") // only put writes values, and REMOVED is never answered
    private V cast(Object value) {
        return (V) value;
    }
}
