package io.quarry.metadata.namespace;

import io.quarry.metadata.problem.ProblemView;
import io.quarry.metadata.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a namespace that gave up its name.
 *
 * @param purgeAt when it will be gone for good; null if that has begun, or nothing waits to do it
 * @param refusals why it could not be restored now; empty if it could
 */
public record RetiredNamespace(
        Uid uid,
        TenantId tenant,
        String name,
        long revision,
        Instant createdAt,
        @Nullable Instant retiredAt,
        @Nullable Instant purgeAt,
        NamespaceSpec spec,
        List<ProblemView> refusals) {
    public RetiredNamespace {
        refusals = List.copyOf(refusals);
    }
}
