package io.quarry.bench;

import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The floor: a handler that runs the one prepared statement and returns the bytes. In two flavours,
 * because a virtual thread a request costs something by itself and the gateway has chosen to pay
 * it.
 */
@Singleton
class FloorRoutes {
    private static final String EVENT_LOOP = "/floor/el/";
    private static final String VIRTUAL_THREAD = "/floor/vt/";
    private static final int FIRST = -100_000;

    private @Nullable Table table;

    void register(@Observes Router router) {
        table = new Table(Settings.of(System.getenv()));
        router.route().order(FIRST).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        var path = context.request().path();
        var opened = table;
        if (path == null || opened == null || !path.startsWith("/floor/")) {
            context.next();
            return;
        }
        var id =
                ByteBuffer.wrap(
                        path.substring(EVENT_LOOP.length()).getBytes(StandardCharsets.US_ASCII));
        if (context.request().method().equals(HttpMethod.PUT)) {
            context.request().body().onSuccess(_ -> perform(context, path, opened, id, true));
            // Quarkus hands requests over paused
            context.request().resume();
        } else {
            perform(context, path, opened, id, false);
        }
    }

    private static void perform(
            RoutingContext context, String path, Table table, ByteBuffer id, boolean write) {
        var eventLoop = context.vertx().getOrCreateContext();
        if (path.startsWith(VIRTUAL_THREAD)) {
            Thread.startVirtualThread(() -> block(context, eventLoop, table, id, write));
            return;
        }
        var rows = write ? table.write(id) : table.read(id);
        rows.whenComplete(
                (found, failure) -> {
                    if (failure != null) {
                        eventLoop.runOnContext(_ -> context.fail(failure));
                    } else {
                        answer(context, eventLoop, write ? null : Table.value(found));
                    }
                });
    }

    private static void block(
            RoutingContext context, Context eventLoop, Table table, ByteBuffer id, boolean write) {
        try {
            var rows =
                    (write ? table.write(id) : table.read(id))
                            .toCompletableFuture()
                            .get(1, TimeUnit.SECONDS);
            answer(context, eventLoop, write ? null : Table.value(rows));
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            eventLoop.runOnContext(_ -> context.fail(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(
            RoutingContext context, Context eventLoop, @Nullable ByteBuffer value) {
        eventLoop.runOnContext(
                _ -> {
                    var response = context.response();
                    if (value == null) {
                        response.setStatusCode(204).end();
                    } else {
                        response.putHeader("content-type", "application/octet-stream")
                                .end(Buffer.buffer(Unpooled.wrappedBuffer(value)));
                    }
                });
    }
}
