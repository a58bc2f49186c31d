package io.quarry.api.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarry.metadata.access.Principal;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.JoseException;

/**
 * Turns a bearer token into a principal, in memory alone, so it may be called on an event loop. A
 * token that was verified is remembered, for seconds and never past its expiry; by its whole text,
 * so that no request pays for a cryptographic hash of it.
 */
@Singleton
public class TokenVerifier {
    /** Longer tokens are refused unread; Keycloak's are about 1.5 KiB. */
    private static final int LONGEST_TOKEN = 16 * 1024;

    /**
     * Clocks of issuer and gateway may differ by this much for a token that is not valid yet;
     * expiry has no leeway.
     */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final SigningKeys keys;
    private final IdentityConfig config;
    private final Clock clock;
    private final AlgorithmConstraints algorithms;
    private final Cache<String, VerifiedToken> verified;

    @Inject
    TokenVerifier(SigningKeys keys, IdentityConfig config) {
        this(keys, config, Clock.systemUTC());
    }

    TokenVerifier(SigningKeys keys, IdentityConfig config, Clock clock) {
        this.keys = keys;
        this.config = config;
        this.clock = clock;
        this.algorithms =
                new AlgorithmConstraints(
                        ConstraintType.PERMIT, config.algorithms().toArray(String[]::new));
        this.verified =
                Caffeine.newBuilder()
                        .maximumSize(config.verifiedTokens())
                        .expireAfterWrite(config.trustVerifiedFor())
                        .build();
    }

    /**
     * @param bearer the token itself, without the word Bearer
     * @throws ProblemException UNAUTHENTICATED or TOKEN_EXPIRED; CONTROL_PLANE_UNAVAILABLE while no
     *     signing key was ever known
     */
    public VerifiedToken verify(String bearer) {
        try {
            return look(bearer);
        } catch (UnknownKey unknown) {
            throw unknown.refusal();
        }
    }

    /**
     * As {@link #verify}, but a token with an unknown key id waits for one fetch of the keys, if
     * none was made just now: so the first tokens after a change of keys are not refused. For
     * callers that can wait.
     */
    public CompletionStage<VerifiedToken> verifyAfterRefresh(String bearer) {
        var refreshable = keys.mayRefresh();
        try {
            return CompletableFuture.completedFuture(look(bearer));
        } catch (UnknownKey unknown) {
            return refreshable
                    ? keys.refreshSoon().thenApply(_ -> verify(bearer))
                    : CompletableFuture.failedFuture(unknown.refusal());
        } catch (ProblemException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private VerifiedToken look(String bearer) {
        var known = verified.getIfPresent(bearer);
        if (known != null) {
            return unexpired(known);
        }
        var fresh = unexpired(check(bearer));
        verified.put(bearer, fresh);
        return fresh;
    }

    private VerifiedToken unexpired(VerifiedToken token) {
        if (clock.instant().isBefore(token.expiresAt())) {
            return token;
        }
        throw new ProblemException(
                ProblemCode.TOKEN_EXPIRED, "The token expired at " + token.expiresAt() + ".");
    }

    private VerifiedToken check(String bearer) {
        if (bearer.length() > LONGEST_TOKEN) {
            throw refused("The token is longer than " + LONGEST_TOKEN + " characters.");
        }
        try {
            var signature = new JsonWebSignature();
            signature.setAlgorithmConstraints(algorithms);
            signature.setCompactSerialization(bearer);
            var key = keyFor(signature);
            signature.setKey(key);
            if (!signature.verifySignature()) {
                throw refused("The token's signature is wrong.");
            }
            return accept(JwtClaims.parse(signature.getPayload()));
        } catch (JoseException | InvalidJwtException | MalformedClaimException e) {
            throw refused("The token is not one that can be read, or is not signed as it must be.");
        }
    }

    private Key keyFor(JsonWebSignature signature) {
        var algorithm = signature.getAlgorithmHeaderValue();
        if (algorithm == null || !config.algorithms().contains(algorithm)) {
            throw refused("The token is signed by an algorithm that is not allowed.");
        }
        var id = signature.getKeyIdHeaderValue();
        if (id == null) {
            throw refused("The token does not name its signing key.");
        }
        var key = keys.find(id);
        if (key == null) {
            if (keys.mayRefresh()) {
                var unused = keys.refreshSoon();
            }
            throw new UnknownKey(keys.isEmpty());
        }
        if (key.getAlgorithm() != null && !key.getAlgorithm().equals(algorithm)) {
            throw refused("The token's algorithm is not that of its signing key.");
        }
        return key.getPublicKey();
    }

    private VerifiedToken accept(JwtClaims claims) throws MalformedClaimException {
        if (!config.issuer().equals(claims.getIssuer())) {
            throw refused("The token is of another issuer.");
        }
        if (!claims.hasAudience() || !claims.getAudience().contains(config.audience())) {
            throw refused("The token is for another audience than " + config.audience() + ".");
        }
        var expires = claims.getExpirationTime();
        var subject = claims.getSubject();
        if (expires == null || subject == null) {
            throw refused("The token lacks an expiry or a subject.");
        }
        var notBefore = claims.getNotBefore();
        if (notBefore != null
                && clock.instant().plus(SKEW).getEpochSecond() < notBefore.getValue()) {
            throw refused("The token is not valid yet.");
        }
        var name = Names.of(claims);
        if (name == null) {
            throw refused("The token names neither a person nor a program.");
        }
        var principal = new Principal(config.issuer(), subject, name.address());
        return new VerifiedToken(principal, name.name(), Instant.ofEpochSecond(expires.getValue()));
    }

    private static ProblemException refused(String why) {
        return new ProblemException(ProblemCode.UNAUTHENTICATED, why);
    }

    /** Its own type, because a fetch of the keys may help. */
    private static final class UnknownKey extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final boolean noKeys;

        UnknownKey(boolean noKeys) {
            super(null, null, false, false);
            this.noKeys = noKeys;
        }

        ProblemException refusal() {
            return noKeys
                    ? new ProblemException(
                            ProblemCode.CONTROL_PLANE_UNAVAILABLE,
                            "No signing keys are known yet: the identity provider has not answered since the first start.")
                    : refused("The token is signed by an unknown key.");
        }
    }
}
