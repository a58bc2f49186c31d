package io.quarry.api.data.keyvalue;

import io.quarry.api.data.DataCall;
import io.quarry.api.routes.Access;
import io.quarry.metadata.namespace.Abstraction;
import io.vertx.core.http.HttpMethod;
import java.util.HashSet;
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

    private final Facts facts;

    KeyValueCall(
            HttpMethod method, KeyValuePath.Form shape, Access access, Set<String> parameters) {
        var all = new HashSet<>(parameters);
        all.add("key_encoding");
        this.facts = new Facts(method, shape, access, all);
    }

    @Override
    public Abstraction abstraction() {
        return Abstraction.KEY_VALUE;
    }

    @Override
    public Facts facts() {
        return facts;
    }

    @Override
    public boolean isPoint() {
        return shape() == KeyValuePath.Form.ITEM;
    }
}
