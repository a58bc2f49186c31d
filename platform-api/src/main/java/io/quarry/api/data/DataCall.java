package io.quarry.api.data;

import io.quarry.api.routes.Access;
import io.vertx.core.http.HttpMethod;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every data route there is: what is not here answers 404 or 405, and the contract documents
 * exactly these.
 */
enum DataCall {
    GET_ITEM(HttpMethod.GET, Shape.ITEM, Access.READ, Set.of()),
    PUT_ITEM(HttpMethod.PUT, Shape.ITEM, Access.WRITE, Set.of()),
    DELETE_ITEM(HttpMethod.DELETE, Shape.ITEM, Access.WRITE, Set.of()),
    LIST_ITEMS(
            HttpMethod.GET,
            Shape.RECORD,
            Access.READ,
            Set.of(
                    "keys",
                    "prefix",
                    "from",
                    "to",
                    "reverse",
                    "include",
                    "limit",
                    "page_bytes",
                    "page_token")),
    REPLACE_RECORD(HttpMethod.PUT, Shape.RECORD, Access.WRITE, Set.of()),
    PUT_ITEMS(HttpMethod.PATCH, Shape.RECORD, Access.WRITE, Set.of()),
    DELETE_ITEMS(
            HttpMethod.DELETE, Shape.RECORD, Access.WRITE, Set.of("keys", "prefix", "from", "to")),
    SCAN_RECORDS(
            HttpMethod.GET,
            Shape.RECORDS,
            Access.READ,
            Set.of("segment", "segments", "limit", "page_bytes", "page_token"));

    /** The three forms of path below a namespace, as the contract writes them. */
    enum Shape {
        RECORDS("/data/v1/kv/{tenant}/{namespace}/records", "GET"),
        RECORD("/data/v1/kv/{tenant}/{namespace}/records/{id}", "GET, PUT, PATCH, DELETE"),
        ITEM("/data/v1/kv/{tenant}/{namespace}/records/{id}/items/{key}", "GET, PUT, DELETE");

        private final String template;
        private final String allowed;

        Shape(String template, String allowed) {
            this.template = template;
            this.allowed = allowed;
        }

        static Shape of(DataPath path) {
            return path.record() == null ? RECORDS : path.item() == null ? RECORD : ITEM;
        }

        String template() {
            return template;
        }

        /** What the Allow header says. */
        String allowed() {
            return allowed;
        }
    }

    private static final List<DataCall> ALL = List.of(values());

    private final HttpMethod method;
    private final Shape shape;
    private final Access access;
    private final Set<String> parameters;

    DataCall(HttpMethod method, Shape shape, Access access, Set<String> parameters) {
        this.method = method;
        this.shape = shape;
        this.access = access;
        var all = new HashSet<>(parameters);
        all.add("key_encoding");
        this.parameters = Set.copyOf(all);
    }

    /** Null when the path's form does not take the method. */
    static @Nullable DataCall of(HttpMethod method, Shape shape) {
        for (var call : ALL) {
            if (call.shape == shape && call.method.equals(method)) {
                return call;
            }
        }
        return null;
    }

    HttpMethod method() {
        return method;
    }

    Shape shape() {
        return shape;
    }

    Access access() {
        return access;
    }

    boolean writes() {
        return access == Access.WRITE;
    }

    /** Whether it is about one item, and so has the shorter deadline. */
    boolean isPoint() {
        return shape == Shape.ITEM;
    }

    Set<String> parameters() {
        return parameters;
    }

    /** The meters' label. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> documented() {
        return Arrays.stream(values()).map(c -> c.method.name() + " " + c.shape.template).toList();
    }
}
