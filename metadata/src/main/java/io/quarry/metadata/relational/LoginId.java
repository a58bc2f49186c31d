package io.quarry.metadata.relational;

import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.tenant.TenantId;

/**
 * One password of one log-in. Numbers rise within the namespace, so a request that was overtaken by
 * another sees it.
 */
public record LoginId(TenantId tenant, Uid uid, LoginSlot slot, int number) {
    public String user() {
        return slot.user(uid);
    }
}
