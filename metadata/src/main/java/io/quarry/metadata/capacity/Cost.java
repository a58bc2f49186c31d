package io.quarry.metadata.capacity;

/**
 * What a demand costs.
 *
 * @param currency as ISO 4217 has it
 * @param perMonth of 730 hours, in cents at the finest
 */
public record Cost(String currency, double perMonth) {
    private static final double CENTS = 100;

    /** Whole hundredths of the currency, whose sums are exact. */
    public long cents() {
        return cents(perMonth);
    }

    public static long cents(double amount) {
        return Math.round(amount * CENTS);
    }

    public static double amount(long cents) {
        return cents / CENTS;
    }
}
