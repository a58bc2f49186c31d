package io.quarry.api.data;

import io.quarry.abstractions.Refusal;
import io.quarry.api.admission.Throttled;
import io.quarry.api.problem.Problem;
import io.quarry.api.problem.Problems;
import io.quarry.api.problem.RequestIds;
import io.quarry.api.routes.ServedRoute;
import io.quarry.api.usage.Meter;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.stores.spi.Deadline;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One data request: what is known of it so far, and the one place where it is answered, once. Lives
 * on the event loop.
 */
public final class Exchange {
    private static final Logger LOG = Logger.getLogger(Exchange.class);
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized(RequestIds.HEADER);
    private static final CharSequence COST = HttpHeaders.createOptimized("Quarry-Cost");

    /**
     * How long the rest of a refused body is read and thrown away, so that the refusal reaches a
     * client that is still sending.
     */
    private static final long DRAIN_MILLIS = 1000;

    private final RoutingContext context;
    private final HttpServerRequest request;
    private final Context eventLoop;
    private final String id;
    private final long started = System.nanoTime();
    private final CallTimers refusals;
    private final Meter usage;
    private @Nullable DataCall call;
    private @Nullable ServedRoute route;
    private @Nullable ShardSession shard;
    private @Nullable Deadline deadline;
    private long bytesIn;
    private boolean answered;

    Exchange(RoutingContext context, String id, CallTimers refusals, Meter usage) {
        this.context = context;
        this.request = context.request();
        this.eventLoop = context.vertx().getOrCreateContext();
        this.id = id;
        this.refusals = refusals;
        this.usage = usage;
    }

    public HttpServerRequest request() {
        return request;
    }

    public Vertx vertx() {
        return context.vertx();
    }

    public Context eventLoop() {
        return eventLoop;
    }

    public DataCall call() {
        return known(call);
    }

    void call(DataCall found) {
        call = found;
    }

    public ServedRoute route() {
        return known(route);
    }

    public ShardSession shard() {
        return known(shard);
    }

    void route(ServedRoute found, ShardSession itsShard) {
        route = found;
        shard = itsShard;
    }

    public Deadline deadline() {
        return known(deadline);
    }

    public void deadline(Deadline until) {
        deadline = until;
    }

    /** The whole body has come. */
    public void received(long bytes) {
        bytesIn = bytes;
    }

    private static <T> T known(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("asked for before it was found");
        }
        return value;
    }

    /** Tells a client that waits for it to send the body now. */
    public void continues() {
        request.response().writeContinue();
    }

    /** Runs a part of the request; whatever goes wrong in it becomes the answer. */
    public void guard(Runnable part) {
        try {
            part.run();
        } catch (Throwable failure) {
            fail(failure);
        }
    }

    public void fail(Throwable failure) {
        if (failure instanceof ProblemException refusal) {
            refuse(refusal);
            return;
        }
        if (failure instanceof Refusal refusal) {
            refuse(Failures.refusal(refusal));
            return;
        }
        LOG.errorf(failure, "Request %s failed: %s %s", id, request.method(), request.path());
        refuse(Refusals.of(ProblemCode.INTERNAL, "the request failed; the log has it under " + id));
    }

    public void refuse(ProblemException refusal) {
        if (begin(Problem.of(refusal).status(), 0)) {
            if (refusal.code() == ProblemCode.METHOD_NOT_ALLOWED
                    && refusal.facts().get("allowed") instanceof String allowed) {
                request.response().putHeader(HttpHeaders.ALLOW, allowed);
            }
            Problems.write(context, refusal);
            afterwards();
        }
    }

    void throttle(Throttled throttled) {
        var what =
                switch (throttled.kind()) {
                    case READS ->
                            "the namespace may spend " + throttled.limit() + " read units a second";
                    case WRITES ->
                            "the namespace may spend "
                                    + throttled.limit()
                                    + " write units a second";
                    case IN_FLIGHT ->
                            "the shard may have "
                                    + throttled.limit()
                                    + " calls in flight from here";
                };
        var code =
                switch (throttled.kind()) {
                    case READS, WRITES -> ProblemCode.RATE_LIMITED;
                    case IN_FLIGHT -> ProblemCode.TOO_MANY_IN_FLIGHT;
                };
        var seconds = throttled.retryAfterSeconds();
        var policy = throttled.kind().policy();
        request.response()
                .putHeader("Retry-After", Long.toString(seconds))
                .putHeader("RateLimit", "\"" + policy + "\";r=0;t=" + seconds)
                .putHeader(
                        "RateLimit-Policy", "\"" + policy + "\";q=" + throttled.limit() + ";w=1");
        refuse(
                Refusals.of(
                        code,
                        what,
                        Map.of(
                                "limit",
                                throttled.limit(),
                                "used",
                                throttled.used(),
                                "requested",
                                throttled.requested())));
    }

    public void answer(Answer answer) {
        var body = answer.body();
        if (!begin(answer.status(), body == null ? 0 : body.length())) {
            return;
        }
        var response = request.response();
        response.setStatusCode(answer.status());
        answer.writeTo(response.headers());
        response.headers().set(COST, Long.toString(answer.cost()));
        if (body == null) {
            response.end();
        } else {
            response.end(body);
        }
        afterwards();
    }

    /** False when the request is answered already, or nobody is there to read it. */
    private boolean begin(int status, long bytesOut) {
        if (answered) {
            return false;
        }
        answered = true;
        if (call != null) {
            var timers = shard == null ? refusals : shard.timers();
            timers.record(call, Outcome.of(status), System.nanoTime() - started);
            if (route != null) {
                usage.count(route.route().uid(), call.writes(), status, bytesIn, bytesOut);
            }
        }
        var response = request.response();
        if (response.closed() || response.ended()) {
            return false;
        }
        response.headers().set(REQUEST_ID, id);
        if (mustClose()) {
            response.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        return true;
    }

    /** A body that was not read stands between this answer and the connection's next request. */
    private boolean mustClose() {
        return !request.isEnded() && request.version() != HttpVersion.HTTP_2 && hasBody();
    }

    private boolean hasBody() {
        var headers = request.headers();
        var length = headers.get(HttpHeaders.CONTENT_LENGTH);
        return headers.contains(HttpHeaders.TRANSFER_ENCODING)
                || (length != null && !length.equals("0"));
    }

    private void afterwards() {
        if (request.isEnded()) {
            return;
        }
        request.handler(_ -> {});
        request.resume();
        if (!hasBody()) {
            return;
        }
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(0);
        } else {
            vertx().setTimer(DRAIN_MILLIS, _ -> request.connection().close());
        }
    }
}
