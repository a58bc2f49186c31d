package io.quarry.metadata.shard;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A vector of room: what a shard has, what is reserved of it, or what a namespace demands. Whole
 * numbers, so that sums are exact and the ledger recounts to the same.
 *
 * @param millicores thousandths of a core, over all nodes
 * @param memoryBytes for page cache, heap and buffers, over all nodes
 * @param diskBytes over all nodes, copies and the space that compaction needs included
 * @param readsPerSecond as clients send them
 * @param writesPerSecond as clients send them
 * @param objects tables, indices, databases: what an engine bears only so many of
 */
public record Capacity(
        long millicores,
        long memoryBytes,
        long diskBytes,
        long readsPerSecond,
        long writesPerSecond,
        long objects) {
    public static final Capacity NONE = new Capacity(0, 0, 0, 0, 0, 0);

    /**
     * Beyond it a number in JSON is no longer exact everywhere, so nothing is said to be larger.
     */
    public static final long MOST = (1L << 53) - 1;

    public long of(Dimension dimension) {
        return switch (dimension) {
            case MILLICORES -> millicores;
            case MEMORY_BYTES -> memoryBytes;
            case DISK_BYTES -> diskBytes;
            case READS_PER_SECOND -> readsPerSecond;
            case WRITES_PER_SECOND -> writesPerSecond;
            case OBJECTS -> objects;
        };
    }

    public Capacity plus(Capacity other) {
        return each(dimension -> of(dimension) + other.of(dimension));
    }

    /** May be negative in some dimensions: the difference between two demands is. */
    public Capacity minus(Capacity other) {
        return each(dimension -> of(dimension) - other.of(dimension));
    }

    /** The larger of both in each dimension. */
    public Capacity orMore(Capacity other) {
        return each(dimension -> Math.max(of(dimension), other.of(dimension)));
    }

    /** The smaller of both in each dimension. */
    public Capacity atMost(Capacity other) {
        return each(dimension -> Math.min(of(dimension), other.of(dimension)));
    }

    /** The dimensions in which this is more than the room. */
    public List<Dimension> beyond(Capacity room) {
        return Arrays.stream(Dimension.values())
                .filter(dimension -> of(dimension) > room.of(dimension))
                .toList();
    }

    /**
     * The largest share that this is of the whole in any dimension: the dominant share of dominant
     * resource fairness (Ghodsi et al., NSDI 2011). Infinite where the whole has none of what this
     * wants.
     */
    public double dominantShare(Capacity whole) {
        return Arrays.stream(Dimension.values())
                .filter(dimension -> of(dimension) != 0)
                .mapToDouble(dimension -> (double) of(dimension) / whole.of(dimension))
                .max()
                .orElse(0);
    }

    static Capacity each(ToLongFunction<Dimension> value) {
        return new Capacity(
                value.applyAsLong(Dimension.MILLICORES),
                value.applyAsLong(Dimension.MEMORY_BYTES),
                value.applyAsLong(Dimension.DISK_BYTES),
                value.applyAsLong(Dimension.READS_PER_SECOND),
                value.applyAsLong(Dimension.WRITES_PER_SECOND),
                value.applyAsLong(Dimension.OBJECTS));
    }
}
