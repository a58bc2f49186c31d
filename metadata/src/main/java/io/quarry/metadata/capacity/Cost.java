package io.quarry.metadata.capacity;

/**
 * What a demand costs.
 *
 * @param currency as ISO 4217 has it
 * @param perMonth of 730 hours, in cents at the finest
 */
public record Cost(String currency, double perMonth) {}
