package io.quarry.stores.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a read brought back, in its order.
 *
 * @param items may be empty although there is more, where a deadline ended the page among expired
 *     items
 * @param more whether something may lie beyond; exact unless a deadline ended the page
 * @param last where the next page begins ({@link Slice#after(Bytes)}); null exactly when {@code
 *     more} is false
 */
public record Page<T>(List<T> items, boolean more, @Nullable Bytes last) {
    /**
     * @throws IllegalArgumentException where {@code more} and {@code last} contradict each other
     */
    public Page {
        if (more != (last != null)) {
            throw new IllegalArgumentException(
                    "a page has a last position exactly when there is more");
        }
        items = List.copyOf(items);
    }

    /** The end of a read. */
    public static <T> Page<T> end(List<T> items) {
        return new Page<>(items, false, null);
    }

    /** A page that goes on beyond {@code last}. */
    public static <T> Page<T> upTo(List<T> items, Bytes last) {
        return new Page<>(items, true, last);
    }
}
