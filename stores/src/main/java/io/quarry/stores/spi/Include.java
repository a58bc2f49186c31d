package io.quarry.stores.spi;

/**
 * How much of each item a read brings back. What is left out is not fetched from the store either,
 * as far as values go.
 */
public enum Include {
    /** Key, version and expiry. */
    KEYS,
    /** All but the value. */
    METADATA,
    /** Everything. */
    VALUES
}
