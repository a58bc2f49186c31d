package io.quarry.metadata.series;

import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.tenant.TenantId;

/**
 * The right to turn the slices of one namespace, while its lease lasts and nobody has claimed it
 * since.
 *
 * @param fence rises with each claim
 */
public record SliceClaim(TenantId tenant, Uid uid, long fence, String worker) {}
