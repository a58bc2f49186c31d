package io.quarry.api.data;

import io.quarry.api.problem.RequestIds;
import io.quarry.api.usage.Meter;
import io.quarry.metadata.problem.ProblemCode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * The way in: one handler before all others, so that a data call passes no filter, no interceptor
 * and no body handler, and its token is judged before its body is read.
 */
@Singleton
class DataRoutes {
    /** Before everything that Quarkus registers, except what it must see first itself. */
    private static final int FIRST = -100_000;

    private final Gate gate;
    private final KeyValueCalls keyValue;
    private final ShardSessions shards;
    private final Meter usage;

    @Inject
    DataRoutes(Gate gate, KeyValueCalls keyValue, ShardSessions shards, Meter usage) {
        this.gate = gate;
        this.keyValue = keyValue;
        this.shards = shards;
        this.usage = usage;
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        var path = context.request().path();
        if (path == null || !path.startsWith(DataPath.ROOT)) {
            context.next();
            return;
        }
        var id = RequestIds.of(context);
        var exchange = new Exchange(context, id, shards.refusals(), usage);
        exchange.guard(() -> begin(exchange, path));
    }

    private void begin(Exchange exchange, String path) {
        var parsed = DataPath.parse(path);
        if (parsed == null) {
            throw Refusals.of(ProblemCode.NOT_FOUND, "there is no such data route");
        }
        var shape = DataCall.Shape.of(parsed);
        var call = DataCall.of(exchange.request().method(), shape);
        if (call == null) {
            throw Refusals.of(
                    ProblemCode.METHOD_NOT_ALLOWED,
                    "this route takes " + shape.allowed(),
                    Map.of("allowed", shape.allowed()));
        }
        exchange.call(call);
        gate.enter(exchange, parsed.namespace(), () -> keyValue.perform(exchange, parsed));
    }
}
