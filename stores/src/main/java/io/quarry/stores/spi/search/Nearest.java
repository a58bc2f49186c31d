package io.quarry.stores.spi.search;

import java.util.List;

/**
 * The documents whose vectors lie nearest to one, by the cosine of the angle between them; near
 * ones may be missed, less often with more candidates.
 *
 * @param field a dense vector
 * @param vector as many numbers as the field has dimensions, not all zero
 * @param count how many, at least 1
 * @param candidates how many each shard looks at, at least {@code count}
 */
public record Nearest(SearchField field, List<Double> vector, int count, int candidates) {
    public Nearest {
        vector = List.copyOf(vector);
    }
}
