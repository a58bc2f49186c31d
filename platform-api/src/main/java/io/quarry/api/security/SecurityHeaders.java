package io.quarry.api.security;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * What browsers are told: the portal runs its own scripts and styles only, sends nothing elsewhere
 * and is never framed. Data routes carry tenants' bytes, which a browser must neither guess a type
 * for nor run.
 */
@ApplicationScoped
public class SecurityHeaders {
    /**
     * No inline script or style: PatternFly sets styles through the DOM, which this policy does not
     * touch.
     */
    static final String POLICY =
            "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
                    + "frame-ancestors 'none'";

    private static final String ASSETS = "/assets/";

    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'; sandbox";

    /** Before authentication, so that refusals carry the headers too. */
    private static final int EARLY = 900;

    void register(@Observes Filters filters) {
        filters.register(SecurityHeaders::add, EARLY);
    }

    private static void add(RoutingContext context) {
        var path = context.request().path();
        var program = path != null && (path.startsWith("/data/") || path.startsWith("/api/"));
        context.response()
                .headers()
                .set("X-Content-Type-Options", "nosniff")
                .set("Content-Security-Policy", program ? NOTHING : POLICY);
        if (!program) {
            context.response()
                    .headers()
                    .set("Referrer-Policy", "no-referrer")
                    .set("X-Frame-Options", "DENY")
                    .set("Cross-Origin-Opener-Policy", "same-origin");
        }
        if (!program && (path == null || !path.startsWith(ASSETS))) {
            // The portal's page names its files by their hashes: the files may be kept, the page
            // must be asked for.
            context.addHeadersEndHandler(
                    _ -> context.response().headers().set("Cache-Control", "no-cache"));
        }
        context.next();
    }
}
