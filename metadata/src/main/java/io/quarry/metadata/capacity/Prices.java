package io.quarry.metadata.capacity;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.metadata.shard.Capacity;
import java.util.Locale;

/**
 * What a unit of each kind costs a month of 730 hours.
 *
 * @param currency as ISO 4217 has it
 * @param coreMonth one core
 * @param memoryGibMonth one GiB of memory
 * @param diskGibMonth one GiB of disk
 * @param millionRequests a million reads or writes
 */
public record Prices(
        String currency,
        double coreMonth,
        double memoryGibMonth,
        double diskGibMonth,
        double millionRequests) {
    private static final double SECONDS_PER_MONTH = 730 * 3_600;

    /** Lists the copies too, since the demand does. */
    public Cost monthly(Capacity demand) {
        double requests =
                (demand.readsPerSecond() + (double) demand.writesPerSecond()) * SECONDS_PER_MONTH;
        double cost =
                demand.millicores() / 1_000.0 * coreMonth
                        + demand.memoryBytes() / Units.GIB * memoryGibMonth
                        + demand.diskBytes() / Units.GIB * diskGibMonth
                        + requests / 1_000_000 * millionRequests;
        return new Cost(currency, Math.rint(cost * 100) / 100);
    }

    /**
     * @throws IllegalArgumentException if a member is missing or is not what it should be; a price
     *     list that is half understood would be worse than none
     */
    static Prices of(JsonNode json) {
        String currency = json.path("currency").asText();
        if (!currency.matches("[A-Z]{3}")) {
            throw new IllegalArgumentException("currency must be three capitals, as in ISO 4217");
        }
        return new Prices(
                currency,
                price(json, "core_month"),
                price(json, "memory_gib_month"),
                price(json, "disk_gib_month"),
                price(json, "million_requests"));
    }

    private static double price(JsonNode json, String name) {
        JsonNode price = json.path(name);
        if (!price.isNumber() || price.doubleValue() < 0) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s must be a number of at least 0", name));
        }
        return price.doubleValue();
    }
}
