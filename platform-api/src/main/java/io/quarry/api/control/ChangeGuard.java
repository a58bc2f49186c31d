package io.quarry.api.control;

import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * What every change on a control route must pass before its resource sees it: a cookie alone is not
 * enough, and the body is bounded. The body's digest is kept for the idempotency key.
 */
public class ChangeGuard {
    static final String DIGEST = "quarry.body-digest";

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final String PORTAL = "quarry-portal";

    private final ControlConfig config;

    ChangeGuard(ControlConfig config) {
        this.config = config;
    }

    @ServerRequestFilter
    public void check(ContainerRequestContext request, RoutingContext context) throws IOException {
        if (SAFE.contains(request.getMethod())) {
            return;
        }
        if (request.getHeaderString("Authorization") == null
                && !PORTAL.equals(request.getHeaderString("X-Requested-With"))) {
            throw new ProblemException(
                    ProblemCode.CSRF,
                    "A change made with the session's cookie needs X-Requested-With: "
                            + PORTAL
                            + ".");
        }
        var most = config.largestBody().asLongValue();
        if (request.getLength() > most) {
            throw tooLarge(most);
        }
        var body = request.getEntityStream().readNBytes(Math.toIntExact(most) + 1);
        if (body.length > most) {
            throw tooLarge(most);
        }
        context.put(DIGEST, digest(body));
        request.setEntityStream(new ByteArrayInputStream(body));
    }

    private static ProblemException tooLarge(long most) {
        return new ProblemException(
                ProblemCode.PAYLOAD_TOO_LARGE,
                "The body may have " + most + " bytes.",
                Map.of("limit", most));
    }

    private static String digest(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
