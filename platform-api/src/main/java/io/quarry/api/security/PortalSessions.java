package io.quarry.api.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.oidc.AuthorizationCodeTokens;
import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TokenStateManager;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;

/**
 * Keeps the tokens of the portal's sessions on the server: the browser holds a random name for them
 * and nothing else. They lie in this process's memory, so a restart means logging in again, which
 * the identity provider's own session makes silent.
 */
@ApplicationScoped
@Alternative
@Priority(1)
public class PortalSessions implements TokenStateManager {
    private static final int NAME_BYTES = 32;
    private static final long MOST = 20_000;

    /** Longer than the life of a session's cookie, which the log-in's configuration sets. */
    private static final Duration KEPT = Duration.ofHours(1);

    private final SecureRandom random = new SecureRandom();
    private final Cache<String, AuthorizationCodeTokens> sessions =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();

    @Override
    public Uni<String> createTokenState(
            RoutingContext context,
            OidcTenantConfig tenant,
            AuthorizationCodeTokens tokens,
            OidcRequestContext<String> request) {
        var bytes = new byte[NAME_BYTES];
        random.nextBytes(bytes);
        var name = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        sessions.put(name, tokens);
        return Uni.createFrom().item(name);
    }

    @Override
    public Uni<AuthorizationCodeTokens> getTokens(
            RoutingContext context,
            OidcTenantConfig tenant,
            String name,
            OidcRequestContext<AuthorizationCodeTokens> request) {
        var tokens = sessions.getIfPresent(name);
        return tokens != null
                ? Uni.createFrom().item(tokens)
                : Uni.createFrom()
                        .failure(new AuthenticationFailedException("the session has ended"));
    }

    @Override
    public Uni<Void> deleteTokens(
            RoutingContext context,
            OidcTenantConfig tenant,
            String name,
            OidcRequestContext<Void> request) {
        sessions.invalidate(name);
        return Uni.createFrom().voidItem();
    }
}
