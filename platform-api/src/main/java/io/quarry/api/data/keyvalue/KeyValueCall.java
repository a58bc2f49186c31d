package io.quarry.api.data.keyvalue;

import io.quarry.api.data.DataCall;
import io.quarry.api.routes.Access;
import io.quarry.metadata.namespace.Abstraction;
import io.vertx.core.http.HttpMethod;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The routes of key-value. */
enum KeyValueCall implements DataCall {
    GET_ITEM(HttpMethod.GET, KeyValuePath.Form.ITEM, Access.READ, Set.of()),
    PUT_ITEM(HttpMethod.PUT, KeyValuePath.Form.ITEM, Access.WRITE, Set.of()),
    DELETE_ITEM(HttpMethod.DELETE, KeyValuePath.Form.ITEM, Access.WRITE, Set.of()),
    LIST_ITEMS(
            HttpMethod.GET,
            KeyValuePath.Form.RECORD,
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
    REPLACE_RECORD(HttpMethod.PUT, KeyValuePath.Form.RECORD, Access.WRITE, Set.of()),
    PUT_ITEMS(HttpMethod.PATCH, KeyValuePath.Form.RECORD, Access.WRITE, Set.of()),
    DELETE_ITEMS(
            HttpMethod.DELETE,
            KeyValuePath.Form.RECORD,
            Access.WRITE,
            Set.of("keys", "prefix", "from", "to")),
    GET_RECORDS(
            HttpMethod.POST,
            KeyValuePath.Form.RECORDS_GET,
            Access.READ,
            Set.of("include", "limit", "page_bytes", "page_token")),
    SCAN_RECORDS(
            HttpMethod.GET,
            KeyValuePath.Form.RECORDS,
            Access.READ,
            Set.of("segment", "segments", "limit", "page_bytes", "page_token"));

    private final HttpMethod method;
    private final KeyValuePath.Form shape;
    private final Access access;
    private final Set<String> parameters;

    KeyValueCall(
            HttpMethod method, KeyValuePath.Form shape, Access access, Set<String> parameters) {
        this.method = method;
        this.shape = shape;
        this.access = access;
        var all = new HashSet<>(parameters);
        all.add("key_encoding");
        this.parameters = Set.copyOf(all);
    }

    @Override
    public Abstraction abstraction() {
        return Abstraction.KEY_VALUE;
    }

    @Override
    public HttpMethod method() {
        return method;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public Access access() {
        return access;
    }

    @Override
    public boolean isPoint() {
        return shape == KeyValuePath.Form.ITEM;
    }

    @Override
    public Set<String> parameters() {
        return parameters;
    }

    @Override
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
