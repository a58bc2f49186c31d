package io.quarry.metadata.quota;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a tenant can run out of. The name is that of its member in JSON and of its columns. */
enum QuotaDimension {
    NAMESPACES,
    MILLICORES,
    MEMORY_BYTES,
    DISK_BYTES,
    READS_PER_SECOND,
    WRITES_PER_SECOND,
    OBJECTS,
    MONTHLY_COST;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The term once for each dimension, whose name takes the place of {@code %1$s}. */
    static String each(String between, String term) {
        Function<QuotaDimension, String> written = dimension -> term.formatted(dimension.wire());
        return Arrays.stream(values()).map(written).collect(Collectors.joining(between));
    }
}
