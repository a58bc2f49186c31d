package io.quarry.metadata.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page.
 *
 * @param nextPageToken opaque; null on the last page
 */
public record Listing<T>(List<T> items, @Nullable String nextPageToken) {
    public Listing {
        items = List.copyOf(items);
    }
}
