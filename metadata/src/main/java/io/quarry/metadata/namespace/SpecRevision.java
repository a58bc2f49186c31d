package io.quarry.metadata.namespace;

import java.time.Instant;

/**
 * A spec as it was.
 *
 * @param spec may be put again as it stands here
 * @param changedBy the address of whoever asked for it
 */
public record SpecRevision(
        long revision, NamespaceSpec spec, String changedBy, Instant changedAt) {}
