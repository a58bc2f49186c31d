package io.quarry.stores.spi;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which keys of a record are meant. Every range lies within [{@link #from()}, {@link #to()}). */
public sealed interface KeyRange {
    /** Where it begins, inclusive. */
    Bytes from();

    /** Where it ends, exclusive; null means with the record. */
    @Nullable Bytes to();

    boolean contains(Bytes key);

    /** Whether no key can lie in it, as between "b" and "a". */
    default boolean isEmpty() {
        Bytes end = to();
        return end != null && from().compareTo(end) >= 0;
    }

    /** The whole record. */
    record All() implements KeyRange {
        @Override
        public Bytes from() {
            return Bytes.EMPTY;
        }

        @Override
        public @Nullable Bytes to() {
            return null;
        }

        @Override
        public boolean contains(Bytes key) {
            return true;
        }
    }

    /** One key. */
    record Single(Bytes key) implements KeyRange {
        @Override
        public Bytes from() {
            return key;
        }

        @Override
        public Bytes to() {
            return key.next();
        }

        @Override
        public boolean contains(Bytes other) {
            return key.equals(other);
        }
    }

    /**
     * These keys and nothing between them; kept sorted, without duplicates. A store may refuse more
     * than 1,000.
     */
    record Keys(List<Bytes> keys) implements KeyRange {
        /**
         * @throws IllegalArgumentException where there is no key
         */
        public Keys {
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("no key");
            }
            keys = List.copyOf(new TreeSet<>(keys));
        }

        @Override
        public Bytes from() {
            return keys.getFirst();
        }

        @Override
        public Bytes to() {
            return keys.getLast().next();
        }

        @Override
        public boolean contains(Bytes key) {
            return keys.contains(key);
        }
    }

    /** All keys that begin with the prefix. */
    record Prefix(Bytes prefix) implements KeyRange {
        @Override
        public Bytes from() {
            return prefix;
        }

        @Override
        public @Nullable Bytes to() {
            return prefix.prefixEnd();
        }

        @Override
        public boolean contains(Bytes key) {
            return key.startsWith(prefix);
        }
    }

    /**
     * From {@code from}, inclusive, to {@code to}, exclusive; null means to the end of the record.
     */
    record Between(Bytes from, @Nullable Bytes to) implements KeyRange {
        @Override
        public boolean contains(Bytes key) {
            return from.compareTo(key) <= 0 && (to == null || key.compareTo(to) < 0);
        }
    }

    static KeyRange all() {
        return new All();
    }

    static KeyRange single(Bytes key) {
        return new Single(key);
    }

    static KeyRange keys(Collection<Bytes> keys) {
        return new Keys(List.copyOf(keys));
    }

    static KeyRange prefix(Bytes prefix) {
        return new Prefix(prefix);
    }

    static KeyRange between(Bytes from, @Nullable Bytes to) {
        return new Between(from, to);
    }
}
