package io.quarry.api.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Every answer names its request. A caller's {@code traceparent} gives the id, so that logs, audit
 * rows and traces of one call meet; otherwise one is made up. Oversized heads are refused here,
 * before anything else looks at them.
 */
@ApplicationScoped
public class RequestIds {
    public static final String HEADER = "Quarry-Request-Id";

    private static final String KEY = "quarry.request-id";
    private static final int FIRST = 1000;
    private static final int TRACE_PARENT = 55;
    private static final int TRACE_ID_START = 3;
    private static final int TRACE_ID_END = 35;

    /**
     * Characters of a path with its query, and of all headers together; Vert.x itself gives up at
     * four times that.
     */
    static final int LONGEST_URI = 16 * 1024;

    static final int LONGEST_HEADERS = 16 * 1024;

    /**
     * Bytes; the same as quarkus.http.limits.max-body-size, whose own refusal has no body. Routes
     * have limits below it.
     */
    static final long LONGEST_BODY = 8L << 20;

    private static final int DIGITS_OF_A_LONG = 18;

    void register(@Observes Filters filters) {
        filters.register(RequestIds::begin, FIRST);
    }

    /** The id of this request; also for routes that are reached before the filter. */
    public static String of(RoutingContext context) {
        String known = context.get(KEY);
        if (known != null) {
            return known;
        }
        var id = choose(context.request().getHeader("traceparent"));
        context.put(KEY, id);
        return id;
    }

    private static void begin(RoutingContext context) {
        context.response().headers().set(HEADER, of(context));
        if (context.request().uri().length() > LONGEST_URI) {
            Problems.write(context, Failures.head(414, "The path with its query", LONGEST_URI));
        } else if (headersTooLong(context)) {
            Problems.write(context, Failures.head(431, "The headers together", LONGEST_HEADERS));
        } else if (bodyTooLong(context)) {
            // The body stays unread, so the connection cannot be used again.
            context.response().headers().set("Connection", "close");
            Problems.write(
                    context,
                    Failures.ofStatus(413, "The body may have " + LONGEST_BODY + " bytes."));
        } else {
            var malformed = RequestTarget.malformed(context.request().uri());
            if (malformed == null) {
                context.next();
            } else {
                Problems.write(context, Failures.malformed(malformed));
            }
        }
    }

    private static boolean headersTooLong(RoutingContext context) {
        var total = 0;
        for (var header : context.request().headers()) {
            total += header.getKey().length() + header.getValue().length() + 4;
        }
        return total > LONGEST_HEADERS;
    }

    private static boolean bodyTooLong(RoutingContext context) {
        var length = context.request().getHeader("Content-Length");
        return length != null
                && (length.length() > DIGITS_OF_A_LONG || Long.parseLong(length) > LONGEST_BODY);
    }

    static String choose(@Nullable String traceParent) {
        if (traceParent != null
                && traceParent.length() >= TRACE_PARENT
                && traceParent.charAt(2) == '-'
                && traceParent.charAt(TRACE_ID_END) == '-') {
            var traceId = traceParent.substring(TRACE_ID_START, TRACE_ID_END);
            if (traceId.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))
                    && traceId.chars().anyMatch(c -> c != '0')) {
                return traceId;
            }
        }
        var random = ThreadLocalRandom.current();
        var hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }
}
