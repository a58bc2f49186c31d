package io.quarry.stores.spi;

import org.jspecify.annotations.Nullable;

/** What a conditional write came to. */
public sealed interface Attempt {
    /** It has been carried out, by this call or by an earlier one with the same version. */
    record Done() implements Attempt {}

    /**
     * Nothing was changed.
     *
     * @param found what is there instead; null for nothing
     */
    record Refused(@Nullable Standing found) implements Attempt {}
}
