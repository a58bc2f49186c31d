package io.quarry.stores.spi;

/**
 * A key that every cache can hold. Made by {@link CacheSpace#key}, since a key without its
 * namespace could be another tenant's.
 *
 * @param text 1 to 250 characters of printable ASCII, without spaces
 */
public record CacheKey(String text) {
    /** The longest key, in characters. */
    public static final int MAX_LENGTH = 250;

    /** The longest name in a {@link CacheSpace}, in characters. */
    public static final int MAX_NAME = 180;

    /**
     * @throws IllegalArgumentException where a cache could not hold it, or would read it as
     *     something else than a key
     */
    public CacheKey {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a key has 1 to 250 characters: " + text.length());
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isPrintable(text.charAt(i))) {
                throw new IllegalArgumentException("a key is printable ASCII");
            }
        }
    }

    /** Whether a key may contain this byte or character. */
    public static boolean isPrintable(int character) {
        return character > ' ' && character < 0x7F;
    }
}
