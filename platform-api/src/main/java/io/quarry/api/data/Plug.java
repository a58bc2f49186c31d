package io.quarry.api.data;

import io.quarry.metadata.namespace.Abstraction;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One abstraction's data routes. The frame finds the namespace, judges token, route and grant, and
 * leaves the rest to the plug.
 *
 * @param <P> its paths
 */
public interface Plug<P extends DataPath> {
    Abstraction abstraction();

    /** What every path of it begins with, such as {@code /data/v1/kv/}. */
    String root();

    /** Every route there is: what is not here answers 404 or 405. */
    List<? extends DataCall> calls();

    /**
     * @param rest what follows the namespace, from its slash or colon on; empty when nothing does
     * @return null when no route has this form
     */
    @Nullable P parse(String rest);

    /** Carries out a call that the caller may make; on the event loop, which it must not block. */
    void perform(Exchange exchange, P path);

    /** Null when the form does not take the method. */
    default @Nullable DataCall call(HttpMethod method, DataCall.Shape shape) {
        for (var call : calls()) {
            if (call.shape() == shape && call.method().equals(method)) {
                return call;
            }
        }
        return null;
    }

    /** What the Allow header says of a form. */
    default String allowed(DataCall.Shape shape) {
        return calls().stream()
                .filter(call -> call.shape() == shape)
                .map(call -> call.method().name())
                .collect(Collectors.joining(", "));
    }
}
