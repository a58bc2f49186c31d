package io.quarry.api.data.cache;

import io.quarry.api.data.DataCall;
import io.quarry.api.routes.Access;
import io.quarry.metadata.namespace.Abstraction;
import io.vertx.core.http.HttpMethod;
import java.util.Set;

/** The routes of the cache. */
enum CacheCall implements DataCall {
    GET_ENTRY(HttpMethod.GET, CachePath.Form.ENTRY, Access.READ, Set.of("key_encoding")),
    PUT_ENTRY(HttpMethod.PUT, CachePath.Form.ENTRY, Access.WRITE, Set.of("key_encoding", "mode")),
    DELETE_ENTRY(HttpMethod.DELETE, CachePath.Form.ENTRY, Access.WRITE, Set.of("key_encoding")),
    GET_ENTRIES(HttpMethod.POST, CachePath.Form.GET, Access.READ, Set.of("key_encoding")),
    INCREMENT(HttpMethod.POST, CachePath.Form.INCREMENT, Access.WRITE, Set.of("key_encoding"));

    private final Facts facts;

    CacheCall(HttpMethod method, CachePath.Form shape, Access access, Set<String> parameters) {
        this.facts = new Facts(method, shape, access, parameters);
    }

    @Override
    public Abstraction abstraction() {
        return Abstraction.CACHE;
    }

    @Override
    public Facts facts() {
        return facts;
    }

    @Override
    public boolean isPoint() {
        return this != GET_ENTRIES;
    }
}
