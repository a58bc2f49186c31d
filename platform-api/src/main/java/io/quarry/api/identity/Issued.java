package io.quarry.api.identity;

import io.quarry.metadata.serviceaccount.ServiceAccount;
import org.jspecify.annotations.Nullable;

/**
 * An account with its newest credential.
 *
 * @param secret null where this very request was answered before: it was shown then
 */
public record Issued(ServiceAccount account, @Nullable String secret) {
    /** Without the secret, so that no log can have it. */
    @Override
    public String toString() {
        return "Issued[" + account.clientId() + "]";
    }
}
