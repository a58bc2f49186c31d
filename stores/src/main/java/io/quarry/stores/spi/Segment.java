package io.quarry.stores.spi;

/**
 * One of {@code of} disjoint parts of a namespace that together hold all records, so that scans run
 * side by side.
 *
 * @param index 0 to {@code of} - 1
 * @param of 1 to 65,536
 */
public record Segment(int index, int of) {
    public static final Segment WHOLE = new Segment(0, 1);

    private static final int MAX = 65_536;

    /**
     * @throws IllegalArgumentException where index or of is outside its range
     */
    public Segment {
        if (of < 1 || of > MAX || index < 0 || index >= of) {
            throw new IllegalArgumentException("not a segment: " + index + " of " + of);
        }
    }
}
