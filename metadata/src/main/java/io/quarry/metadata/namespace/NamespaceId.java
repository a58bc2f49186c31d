package io.quarry.metadata.namespace;

import io.quarry.metadata.problem.Names;
import io.quarry.metadata.tenant.TenantId;

/**
 * A namespace's address. It outlives the namespace: another one may have it later, under another
 * {@link Uid}.
 */
public record NamespaceId(TenantId tenant, String name) {
    public NamespaceId {
        Names.check("namespace", name);
    }

    /**
     * @throws io.quarry.metadata.problem.ProblemException INVALID_NAME, naming {@code tenant} or
     *     {@code namespace}
     */
    public static NamespaceId of(String tenant, String name) {
        return new NamespaceId(TenantId.of(tenant), name);
    }

    @Override
    public String toString() {
        return tenant + "/" + name;
    }
}
