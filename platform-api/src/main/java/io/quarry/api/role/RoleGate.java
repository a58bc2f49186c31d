package io.quarry.api.role;

import io.quarry.api.problem.Problems;
import io.quarry.api.problem.RequestIds;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Before every other handler: what belongs to a role that this process has not is not there,
 * whoever asks. A process with both roles that answer requests has no such handler.
 */
@Singleton
class RoleGate {
    private static final int FIRST = -200_000;
    private static final String DATA = "/data/";

    private final Roles roles;

    RoleGate(Roles roles) {
        this.roles = roles;
    }

    void register(@Observes Router router) {
        if (!roles.has(ProcessRole.CONTROL) || !roles.has(ProcessRole.DATA)) {
            router.route().order(FIRST).handler(this::handle);
        }
    }

    private void handle(RoutingContext context) {
        var path = context.request().path();
        var needed = neededFor(path == null ? "" : path);
        if (roles.has(needed)) {
            context.next();
            return;
        }
        // what gives every answer its id comes later
        context.response().headers().set(RequestIds.HEADER, RequestIds.of(context));
        Problems.write(
                context,
                new ProblemException(
                        ProblemCode.NOT_FOUND,
                        "This process has the roles "
                                + roles.words()
                                + ", and what is asked for is of the role "
                                + needed.wire()
                                + "."));
    }

    static ProcessRole neededFor(String path) {
        return path.startsWith(DATA) ? ProcessRole.DATA : ProcessRole.CONTROL;
    }
}
