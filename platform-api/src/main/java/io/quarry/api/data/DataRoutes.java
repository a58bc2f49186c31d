package io.quarry.api.data;

import io.quarkus.arc.All;
import io.quarry.api.problem.RequestIds;
import io.quarry.api.usage.Meter;
import io.quarry.metadata.problem.ProblemCode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * The way in: one handler before all others, so that a data call passes no filter, no interceptor
 * and no body handler, and its token is judged before its body is read.
 */
@Singleton
class DataRoutes {
    private static final String ROOT = "/data/";

    /** Before everything that Quarkus registers, except what it must see first itself. */
    private static final int FIRST = -100_000;

    private final Gate gate;
    private final List<Plug<?>> plugs;
    private final ShardSessions shards;
    private final Meter usage;

    @Inject
    DataRoutes(Gate gate, @All List<Plug<?>> plugs, ShardSessions shards, Meter usage) {
        this.gate = gate;
        this.plugs = plugs;
        this.shards = shards;
        this.usage = usage;
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        var path = context.request().path();
        if (path == null || !path.startsWith(ROOT)) {
            context.next();
            return;
        }
        var id = RequestIds.of(context);
        var exchange = new Exchange(context, id, shards.refusals(), usage);
        exchange.guard(() -> begin(exchange, path));
    }

    private void begin(Exchange exchange, String path) {
        for (var plug : plugs) {
            if (path.startsWith(plug.root())) {
                begin(exchange, path, plug);
                return;
            }
        }
        throw absent();
    }

    private <P extends DataPath> void begin(Exchange exchange, String path, Plug<P> plug) {
        var from = plug.root().length();
        var tenantEnds = path.indexOf('/', from);
        if (tenantEnds < 0) {
            throw absent();
        }
        var namespaceEnds = endOfName(path, tenantEnds + 1);
        var parsed = plug.parse(path.substring(namespaceEnds));
        if (parsed == null) {
            throw absent();
        }
        var shape = parsed.shape();
        var call = plug.call(exchange.request().method(), shape);
        if (call == null) {
            var allowed = plug.allowed(shape);
            throw Refusals.of(
                    ProblemCode.METHOD_NOT_ALLOWED,
                    "this route takes " + allowed,
                    Map.of("allowed", allowed));
        }
        exchange.call(call);
        gate.enter(
                exchange,
                path.substring(from, namespaceEnds),
                () -> plug.perform(exchange, parsed));
    }

    /** Names have neither slashes nor colons. */
    private static int endOfName(String path, int from) {
        var end = from;
        while (end < path.length() && path.charAt(end) != '/' && path.charAt(end) != ':') {
            end++;
        }
        return end;
    }

    private static RuntimeException absent() {
        return Refusals.of(ProblemCode.NOT_FOUND, "there is no such data route");
    }
}
