package io.quarry.metadata.relational;

import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.tenant.TenantId;

/**
 * A database whose size is held against its limit.
 *
 * @param name as the shard has it
 * @param full whether the namespace says so
 */
public record MeasuredDatabase(
        TenantId tenant, Uid uid, String name, long storageBytes, boolean full) {}
