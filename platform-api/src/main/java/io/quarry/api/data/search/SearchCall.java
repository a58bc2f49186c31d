package io.quarry.api.data.search;

import io.quarry.api.data.DataCall;
import io.quarry.api.routes.Access;
import io.quarry.metadata.namespace.Abstraction;
import io.vertx.core.http.HttpMethod;
import java.util.Set;

/** The routes of search. */
enum SearchCall implements DataCall {
    GET_DOCUMENT(HttpMethod.GET, SearchPath.Form.DOCUMENT, Access.READ, Set.of("key_encoding")),
    PUT_DOCUMENT(
            HttpMethod.PUT,
            SearchPath.Form.DOCUMENT,
            Access.WRITE,
            Set.of("key_encoding", "refresh")),
    DELETE_DOCUMENT(
            HttpMethod.DELETE,
            SearchPath.Form.DOCUMENT,
            Access.WRITE,
            Set.of("key_encoding", "refresh")),
    WRITE_DOCUMENTS(HttpMethod.POST, SearchPath.Form.BATCH, Access.WRITE, Set.of("refresh")),
    QUERY(HttpMethod.POST, SearchPath.Form.SEARCH, Access.READ, Set.of());

    private final Facts facts;

    SearchCall(HttpMethod method, SearchPath.Form shape, Access access, Set<String> parameters) {
        this.facts = new Facts(method, shape, access, parameters);
    }

    @Override
    public Abstraction abstraction() {
        return Abstraction.SEARCH;
    }

    @Override
    public Facts facts() {
        return facts;
    }

    @Override
    public boolean isPoint() {
        return shape() == SearchPath.Form.DOCUMENT;
    }
}
