package io.quarry.api.data.search;

import io.quarry.abstractions.search.SearchLimits;
import io.quarry.abstractions.search.Searches;
import io.quarry.abstractions.token.Token;
import io.quarry.api.data.Answer;
import io.quarry.api.data.Bindings;
import io.quarry.api.data.Cost;
import io.quarry.api.data.DataConfig;
import io.quarry.api.data.DataTokens;
import io.quarry.api.data.Exchange;
import io.quarry.api.data.Handover;
import io.quarry.api.data.ItemHeaders;
import io.quarry.api.data.KeyEncoding;
import io.quarry.api.data.MediaType;
import io.quarry.api.data.Percent;
import io.quarry.api.data.Plug;
import io.quarry.api.data.Query;
import io.quarry.api.data.Refusals;
import io.quarry.api.data.ShardOpener.OpenShard;
import io.quarry.api.data.Timeouts;
import io.quarry.api.routes.RouteTable;
import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.route.Route;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The search routes: each reads its request, says what it takes of the rate, and hands one blocking
 * piece of work over.
 */
@Singleton
public class SearchCalls implements Plug<SearchPath> {
    private static final List<SearchCall> CALLS = List.of(SearchCall.values());

    private final Handover handover;
    private final Bindings<Searches> namespaces;
    private final DataConfig config;
    private final SearchLimits limits = SearchLimits.standard();

    @Inject
    public SearchCalls(Handover handover, DataConfig config, DataTokens tokens, RouteTable table) {
        this.handover = handover;
        this.namespaces = new Bindings<>(table, (route, shard) -> bind(route, shard, tokens));
        this.config = config;
    }

    private static Searches bind(Route route, OpenShard shard, DataTokens tokens) {
        return new Searches(
                shard.search(),
                new NamespaceRef(route.uid().value(), route.epoch()),
                DeclaredFields.settings(route.settings().search()),
                tokens.writes(),
                tokens.pages());
    }

    @Override
    public Abstraction abstraction() {
        return Abstraction.SEARCH;
    }

    @Override
    public String root() {
        return SearchPath.ROOT;
    }

    @Override
    public List<SearchCall> calls() {
        return CALLS;
    }

    @Override
    public @Nullable SearchPath parse(String rest) {
        return SearchPath.parse(rest);
    }

    @Override
    public void perform(Exchange exchange, SearchPath path) {
        var request = exchange.request();
        var query = Query.parse(request.query()).allowing(exchange.call().parameters());
        var visible = visible(query);
        exchange.deadline(deadline(exchange, visible));
        refuseConditions(exchange, request.headers());
        switch ((SearchCall) exchange.call()) {
            case GET_DOCUMENT -> get(exchange, id(path, query));
            case PUT_DOCUMENT -> put(exchange, id(path, query), visible);
            case DELETE_DOCUMENT -> delete(exchange, id(path, query), visible);
            case WRITE_DOCUMENTS -> batch(exchange, visible);
            case QUERY -> query(exchange);
        }
    }

    private void get(Exchange exchange, String id) {
        var known = exchange.request().getHeader(HttpHeaders.IF_NONE_MATCH);
        handover.read(
                exchange,
                deadline -> {
                    var found = namespaces.of(exchange).get(id, deadline);
                    if (found == null) {
                        throw Refusals.of(
                                ProblemCode.ITEM_NOT_FOUND,
                                "the namespace has no document under this id");
                    }
                    var etag = ItemHeaders.etag(found.token());
                    return known != null && known.contains(etag)
                            ? Answer.of(304, 1).with(HttpHeaders.ETAG, etag)
                            : Answers.document(found);
                });
    }

    private void put(Exchange exchange, String id, boolean visible) {
        var headers = exchange.request().headers();
        requireType(headers, Answers.JSON);
        var token = ItemHeaders.token(headers);
        var ttl = ItemHeaders.ttl(headers.get(ItemHeaders.TTL), ItemHeaders.TTL);
        handover.write(
                exchange,
                "a document",
                limits.documentBytes(),
                (body, deadline) -> {
                    var written =
                            namespaces
                                    .of(exchange)
                                    .put(id, body.getBytes(), ttl, token, visible, deadline);
                    return written(written, Cost.ofWrite(body.length()))
                            .with(HttpHeaders.ETAG, ItemHeaders.etag(written));
                });
    }

    private void delete(Exchange exchange, String id, boolean visible) {
        var token = ItemHeaders.token(exchange.request().headers());
        handover.change(
                exchange,
                deadline ->
                        written(namespaces.of(exchange).delete(id, token, visible, deadline), 1));
    }

    /** Costs at least a unit for each document. */
    private void batch(Exchange exchange, boolean visible) {
        requireType(exchange.request().headers(), Answers.LINES);
        handover.write(
                exchange,
                "a batch",
                limits.batchBytes(),
                (body, deadline) -> {
                    var written = namespaces.of(exchange).batch(body.getBytes(), visible, deadline);
                    return Answers.lines(
                            written, Math.max(written.size(), Cost.ofWrite(body.length())));
                });
    }

    private void query(Exchange exchange) {
        requireType(exchange.request().headers(), Answers.JSON);
        handover.write(
                exchange,
                "a query",
                limits.queryBytes(),
                (body, deadline) ->
                        Answers.found(namespaces.of(exchange).query(body.getBytes(), deadline)));
    }

    private static boolean visible(Query query) {
        var refresh = query.one("refresh");
        if (refresh != null && !refresh.equals("wait")) {
            throw Refusals.invalid("refresh", "must be 'wait', or left out");
        }
        return refresh != null;
    }

    /** A write that waits until searches find it takes as long as a list. */
    private Deadline deadline(Exchange exchange, boolean visible) {
        var headers = exchange.request().headers();
        return visible && !headers.contains(Timeouts.HEADER)
                ? Deadline.after(config.listDeadline())
                : Timeouts.of(headers, exchange.call(), config);
    }

    private static void requireType(MultiMap headers, String type) {
        ItemHeaders.refuseEncoded(headers);
        var said = headers.get(HttpHeaders.CONTENT_TYPE);
        if (said == null || !MediaType.essence(said).equals(type)) {
            throw Refusals.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "this route takes " + type);
        }
    }

    /** A condition that is not honoured must not look as if it were. */
    private static void refuseConditions(Exchange exchange, MultiMap headers) {
        var cacheCheck = exchange.call() == SearchCall.GET_DOCUMENT;
        if (headers.contains(HttpHeaders.IF_MATCH)
                || (!cacheCheck && headers.contains(HttpHeaders.IF_NONE_MATCH))) {
            throw Refusals.of(
                    ProblemCode.CONDITION_NOT_SUPPORTED,
                    "search takes the newest write of a document, without conditions");
        }
    }

    private static Answer written(Token token, long cost) {
        return Answer.of(204, cost).with(ItemHeaders.TOKEN, token.format());
    }

    private static String id(SearchPath path, Query query) {
        var encoding = KeyEncoding.of(query.one("key_encoding"));
        var text = Percent.utf8(encoding.fromPath(path.idSegment(), "id").buffer());
        if (text == null) {
            throw Refusals.invalid("id", "a document's id is UTF-8");
        }
        return text;
    }
}
