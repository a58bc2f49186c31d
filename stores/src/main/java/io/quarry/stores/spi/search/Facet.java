package io.quarry.stores.spi.search;

import java.util.List;

/** Counts of what is found, by what is in a field. */
public sealed interface Facet {
    /** As the answer calls it. */
    String name();

    SearchField field();

    /**
     * By value.
     *
     * @param most how many values, those of the most documents first, equal ones in order
     */
    record Values(String name, SearchField field, int most) implements Facet {}

    /** By range; a document is counted in each that it meets. */
    record Ranges(String name, SearchField field, List<Condition.Range> ranges) implements Facet {
        public Ranges {
            ranges = List.copyOf(ranges);
        }
    }
}
