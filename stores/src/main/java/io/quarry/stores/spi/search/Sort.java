package io.quarry.stores.spi.search;

import org.jspecify.annotations.Nullable;

/**
 * One key of an order. A document without the field comes last; of several values the one counts
 * that puts it first.
 *
 * @param field null for how well a document meets the request
 */
public record Sort(@Nullable SearchField field, boolean descending) {
    /** The best first. */
    public static final Sort BEST_FIRST = new Sort(null, true);
}
