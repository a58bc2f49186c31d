package io.quarry.metadata.relational;

import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.tenant.TenantId;

/**
 * A database whose size is held against its limit.
 *
 * @param epoch of its placement; with the uid it is what the shard calls it
 * @param room that the namespace says it has
 */
public record MeasuredDatabase(
        TenantId tenant, Uid uid, int epoch, long storageBytes, int maxConnections, Room room) {}
