package io.quarry.metadata.quota;

import io.quarry.metadata.capacity.Cost;
import io.quarry.metadata.shard.Capacity;

/**
 * What is held of a quota. Whole numbers, so that sums are exact and the ledger recounts to the
 * same.
 *
 * @param cents a month, in hundredths of the price list's currency
 */
public record Holding(long namespaces, Capacity capacity, long cents) {
    public static final Holding NOTHING = new Holding(0, Capacity.NONE, 0);

    /** A namespace that takes so much and costs so much. */
    public static Holding ofNamespace(Capacity demand, Cost cost) {
        return new Holding(1, demand, cost.cents());
    }

    Holding negative() {
        return new Holding(-namespaces, Capacity.NONE.minus(capacity), -cents);
    }

    long of(QuotaDimension dimension) {
        return switch (dimension) {
            case NAMESPACES -> namespaces;
            case MILLICORES -> capacity.millicores();
            case MEMORY_BYTES -> capacity.memoryBytes();
            case DISK_BYTES -> capacity.diskBytes();
            case READS_PER_SECOND -> capacity.readsPerSecond();
            case WRITES_PER_SECOND -> capacity.writesPerSecond();
            case OBJECTS -> capacity.objects();
            case MONTHLY_COST -> cents;
        };
    }
}
