package io.quarry.metadata.usage;

import io.quarry.metadata.namespace.Uid;
import java.time.Instant;

/**
 * What one namespace used in one step; the counts are those of {@link UsageCell}, summed over all
 * gateways.
 *
 * @param namespace its name; one that is retired shares it with whoever has it now
 * @param requests reads and writes
 */
public record NamespaceUsage(
        Instant from,
        Instant to,
        String namespace,
        Uid uid,
        long requests,
        long reads,
        long writes,
        long bytesIn,
        long bytesOut,
        long throttled,
        long errors,
        long cost) {}
