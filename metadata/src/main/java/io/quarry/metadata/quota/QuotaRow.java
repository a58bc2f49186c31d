package io.quarry.metadata.quota;

import io.quarry.metadata.tenant.TenantId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** A tenant's ledger as it lies in the database. */
record QuotaRow(
        TenantId tenant, QuotaLimits limits, Holding reserved, long revision, Instant updatedAt) {

    /** Where there is no room for that much more. */
    List<QuotaDimension> exceededBy(Holding more) {
        return Arrays.stream(QuotaDimension.values())
                .filter(dimension -> reserved.of(dimension) + more.of(dimension) > limit(dimension))
                .toList();
    }

    /** Where more is reserved than those limits would allow. */
    List<QuotaDimension> above(QuotaLimits wanted) {
        return new QuotaRow(tenant, wanted, reserved, revision, updatedAt)
                .exceededBy(Holding.NOTHING);
    }

    private long limit(QuotaDimension dimension) {
        Long limit = limits.of(dimension);
        return limit == null ? Long.MAX_VALUE : limit;
    }
}
