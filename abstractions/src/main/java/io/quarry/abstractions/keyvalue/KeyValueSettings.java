package io.quarry.abstractions.keyvalue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is particular to one namespace.
 *
 * @param defaultTtl for items that bring none; null means that they stay
 */
public record KeyValueSettings(@Nullable Duration defaultTtl, KeyValueLimits limits) {
    /** Items stay, and the limits are the documented ones. */
    public static KeyValueSettings standard() {
        return new KeyValueSettings(null, KeyValueLimits.standard());
    }
}
