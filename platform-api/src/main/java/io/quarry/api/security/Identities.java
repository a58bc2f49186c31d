package io.quarry.api.security;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarry.metadata.access.Principal;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import java.time.Instant;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** One answer to "who is this", whether a bearer token or the portal's session says so. */
public final class Identities {
    private Identities() {}

    /**
     * @throws ProblemException UNAUTHENTICATED for an identity that names nobody
     */
    public static VerifiedToken of(SecurityIdentity identity) {
        VerifiedToken bearer = identity.getAttribute(BearerMechanism.TOKEN);
        if (bearer != null) {
            return bearer;
        }
        if (!identity.isAnonymous() && identity.getPrincipal() instanceof JsonWebToken session) {
            var name = Names.of(null, null, session.getClaim("preferred_username"));
            if (name != null && session.getSubject() != null) {
                return new VerifiedToken(
                        new Principal(session.getIssuer(), session.getSubject(), name.address()),
                        name.name(),
                        Instant.ofEpochSecond(session.getExpirationTime()));
            }
        }
        throw new ProblemException(
                ProblemCode.UNAUTHENTICATED, "A bearer token or the portal's session is needed.");
    }
}
