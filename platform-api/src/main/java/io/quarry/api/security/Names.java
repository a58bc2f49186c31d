package io.quarry.api.security;

import io.quarry.metadata.serviceaccount.ServiceAccountId;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jspecify.annotations.Nullable;

/**
 * How claims become an address. Keycloak marks a program's token by {@code client_id}, or by the
 * reserved user name {@code service-account-ID} of the client that asked; every other token is a
 * person's. Whichever of its credentials a service account used, it is the same principal.
 */
record Names(String kind, String name) {
    private static final String SERVICE_ACCOUNT = "service-account-";

    String address() {
        return kind + ":" + name;
    }

    /** Null when the claims name nobody. */
    static @Nullable Names of(JwtClaims claims) throws MalformedClaimException {
        return of(
                claims.getStringClaimValue("client_id"),
                claims.getStringClaimValue("azp"),
                claims.getStringClaimValue("preferred_username"));
    }

    static @Nullable Names of(
            @Nullable String clientId,
            @Nullable String authorizedParty,
            @Nullable String userName) {
        if (clientId != null) {
            return new Names("client", ServiceAccountId.accountOf(clientId));
        }
        if (authorizedParty != null && (SERVICE_ACCOUNT + authorizedParty).equals(userName)) {
            return new Names("client", ServiceAccountId.accountOf(authorizedParty));
        }
        return userName == null ? null : new Names("user", userName);
    }
}
