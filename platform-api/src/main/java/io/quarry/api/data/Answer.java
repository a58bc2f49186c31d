package io.quarry.api.data;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a call came to, made on its virtual thread and written on the event loop. */
public final class Answer {
    private final int status;
    private final @Nullable Buffer body;
    private final long cost;
    private final List<CharSequence> headers = new ArrayList<>(12);

    private Answer(int status, @Nullable Buffer body, long cost) {
        this.status = status;
        this.body = body;
        this.cost = cost;
    }

    public static Answer of(int status, long cost) {
        return new Answer(status, null, cost);
    }

    public static Answer of(int status, CharSequence contentType, Buffer body, long cost) {
        return new Answer(status, body, cost).with("content-type", contentType);
    }

    public Answer with(CharSequence name, CharSequence value) {
        headers.add(name);
        headers.add(value);
        return this;
    }

    int status() {
        return status;
    }

    @Nullable Buffer body() {
        return body;
    }

    /** In units of the namespace's rate. */
    long cost() {
        return cost;
    }

    void writeTo(MultiMap target) {
        for (var i = 0; i < headers.size(); i += 2) {
            target.set(headers.get(i), headers.get(i + 1));
        }
    }
}
