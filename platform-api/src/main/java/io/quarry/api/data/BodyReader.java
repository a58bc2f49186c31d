package io.quarry.api.data;

import io.quarry.metadata.problem.ProblemCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects a body on the event loop, and stops as soon as it is known to be too long: a refused
 * body is never held.
 */
final class BodyReader {
    private final Exchange exchange;
    private final String what;
    private final long limit;
    private final Consumer<Buffer> whole;
    private @Nullable Buffer body;

    /** Whether the buffer is ours to append to; the first chunk is the connection's. */
    private boolean owned;

    private boolean over;

    private BodyReader(Exchange exchange, String what, long limit, Consumer<Buffer> whole) {
        this.exchange = exchange;
        this.what = what;
        this.limit = limit;
        this.whole = whole;
    }

    /** The declared length, or -1 for a body that comes in chunks. */
    static long declared(HttpServerRequest request) {
        var text = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (text == null) {
            return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) ? -1 : 0;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Refusals.invalid("Content-Length", "must be a whole number");
        }
    }

    static void read(Exchange exchange, String what, long limit, Consumer<Buffer> whole) {
        var request = exchange.request();
        var declared = declared(request);
        if (declared > limit) {
            throw Refusals.tooLarge(what, limit, declared);
        }
        var reader = new BodyReader(exchange, what, limit, whole);
        var late =
                exchange.vertx()
                        .setTimer(
                                Math.max(1, exchange.deadline().remaining().toMillis()),
                                _ -> reader.late());
        request.handler(reader::take);
        request.endHandler(
                _ -> {
                    exchange.vertx().cancelTimer(late);
                    reader.end();
                });
        request.exceptionHandler(
                _ -> {
                    exchange.vertx().cancelTimer(late);
                    reader.over = true;
                });
        if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            exchange.continues();
        }
        request.resume();
    }

    private void take(Buffer chunk) {
        if (over) {
            return;
        }
        var length = (body == null ? 0 : body.length()) + chunk.length();
        if (length > limit) {
            over = true;
            body = null;
            exchange.refuse(Refusals.tooLarge(what, limit, length));
        } else if (body == null) {
            body = chunk;
        } else {
            body =
                    (owned ? body : Buffer.buffer(2 * length).appendBuffer(body))
                            .appendBuffer(chunk);
            owned = true;
        }
    }

    private void end() {
        if (!over) {
            over = true;
            exchange.guard(() -> whole.accept(body == null ? Buffer.buffer() : body));
        }
    }

    private void late() {
        if (!over) {
            over = true;
            exchange.refuse(
                    Refusals.of(
                            ProblemCode.DEADLINE_EXCEEDED,
                            "the body did not arrive before the request's deadline"));
        }
    }
}
