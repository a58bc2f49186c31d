package io.quarry.metadata.operation;

import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.tenant.TenantId;

/** What an operation is about. */
public record Target(String kind, TenantId tenant, String name, Uid uid) {
    public static Target namespace(NamespaceId id, Uid uid) {
        return new Target("namespace", id.tenant(), id.name(), uid);
    }
}
