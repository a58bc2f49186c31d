package io.quarry.metadata.quota;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A ledger that did not say what the rows add up to.
 *
 * @param ledger {@code shard} or {@code quota}
 * @param of the shard's id or the tenant's name
 * @param said by dimension, before it was mended
 * @param counted by dimension
 */
public record Difference(
        String ledger, String of, Map<String, Long> said, Map<String, Long> counted) {
    public Difference {
        said = Collections.unmodifiableMap(new TreeMap<>(said));
        counted = Collections.unmodifiableMap(new TreeMap<>(counted));
    }
}
