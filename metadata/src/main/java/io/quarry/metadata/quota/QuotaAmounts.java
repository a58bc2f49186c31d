package io.quarry.metadata.quota;

import io.quarry.metadata.capacity.Cost;
import io.quarry.metadata.shard.Capacity;

/**
 * What is held of a quota, as people see it.
 *
 * @param monthlyCost in the price list's currency, to the hundredth
 */
public record QuotaAmounts(
        long namespaces,
        long millicores,
        long memoryBytes,
        long diskBytes,
        long readsPerSecond,
        long writesPerSecond,
        long objects,
        double monthlyCost) {
    static QuotaAmounts of(Holding holding) {
        Capacity capacity = holding.capacity();
        return new QuotaAmounts(
                holding.namespaces(),
                capacity.millicores(),
                capacity.memoryBytes(),
                capacity.diskBytes(),
                capacity.readsPerSecond(),
                capacity.writesPerSecond(),
                capacity.objects(),
                Cost.amount(holding.cents()));
    }
}
