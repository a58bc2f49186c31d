package io.quarry.api.data.search;

import io.quarry.api.data.DataCall;
import io.quarry.api.routes.Access;
import io.quarry.metadata.namespace.Abstraction;
import io.vertx.core.http.HttpMethod;
import java.util.Locale;
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

    private final HttpMethod method;
    private final SearchPath.Form shape;
    private final Access access;
    private final Set<String> parameters;

    SearchCall(HttpMethod method, SearchPath.Form shape, Access access, Set<String> parameters) {
        this.method = method;
        this.shape = shape;
        this.access = access;
        this.parameters = parameters;
    }

    @Override
    public Abstraction abstraction() {
        return Abstraction.SEARCH;
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
        return shape == SearchPath.Form.DOCUMENT;
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
