package io.quarry.api.security;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * The portal is one page that knows its own paths: a browser that opens or reloads one of them gets
 * that page. Programs get the truth, a problem with 404, and so does whoever asks for a file that
 * is not there.
 */
@ApplicationScoped
public class PortalPages {
    private static final List<String> NOT_PAGES =
            List.of("/api", "/data", "/docs", "/openapi", "/login", "/logout", "/q");

    /** Before JAX-RS, which answers every path that it does not know. */
    private static final int EARLY = -40;

    void register(@Observes Router router) {
        router.get().order(EARLY).handler(PortalPages::route);
    }

    private static void route(RoutingContext context) {
        var accept = context.request().getHeader("Accept");
        if (accept != null && accept.contains("text/html") && isPage(context.normalizedPath())) {
            context.reroute("/");
        } else {
            context.next();
        }
    }

    static boolean isPage(String path) {
        if (path.equals("/") || path.substring(path.lastIndexOf('/')).contains(".")) {
            return false;
        }
        return NOT_PAGES.stream()
                .noneMatch(prefix -> path.equals(prefix) || path.startsWith(prefix + "/"));
    }
}
