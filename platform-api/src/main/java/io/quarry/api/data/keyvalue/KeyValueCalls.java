package io.quarry.api.data.keyvalue;

import io.quarry.abstractions.keyvalue.ConditionalKeyValues;
import io.quarry.abstractions.keyvalue.KeyValueLimits;
import io.quarry.abstractions.keyvalue.KeyValueNamespace;
import io.quarry.abstractions.keyvalue.KeyValueSettings;
import io.quarry.abstractions.keyvalue.KeyValues;
import io.quarry.abstractions.keyvalue.MultiGet;
import io.quarry.abstractions.keyvalue.Scan;
import io.quarry.abstractions.token.Token;
import io.quarry.api.data.Answer;
import io.quarry.api.data.Bindings;
import io.quarry.api.data.ContentEncoding;
import io.quarry.api.data.Cost;
import io.quarry.api.data.DataConfig;
import io.quarry.api.data.DataTokens;
import io.quarry.api.data.Exchange;
import io.quarry.api.data.Handover;
import io.quarry.api.data.ItemHeaders;
import io.quarry.api.data.KeyEncoding;
import io.quarry.api.data.Plug;
import io.quarry.api.data.Query;
import io.quarry.api.data.Refusals;
import io.quarry.api.data.ShardOpener.OpenShard;
import io.quarry.api.data.Timeouts;
import io.quarry.api.routes.RouteTable;
import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.Writes;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.route.Route;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Segment;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key-value routes: each reads its request, says what it takes of the rate, and hands one
 * blocking piece of work over.
 */
@Singleton
public class KeyValueCalls implements Plug<KeyValuePath> {
    private static final List<KeyValueCall> CALLS = List.of(KeyValueCall.values());
    private static final long MOST_SEGMENTS = 256;
    private static final int DEFAULT_PAGE = 100;

    private final Handover handover;
    private final Bindings<KeyValueNamespace> namespaces;
    private final ConditionalCalls conditional;
    private final DataConfig config;
    private final KeyValueLimits limits = KeyValueLimits.standard();

    @Inject
    public KeyValueCalls(
            Handover handover, DataConfig config, DataTokens tokens, RouteTable table) {
        this.handover = handover;
        this.namespaces = new Bindings<>(table, (route, shard) -> bind(route, shard, tokens));
        this.conditional = new ConditionalCalls(handover, namespaces);
        this.config = config;
    }

    private static KeyValueNamespace bind(Route route, OpenShard shard, DataTokens tokens) {
        var ttl = route.settings().ttlSeconds();
        var namespace = new NamespaceRef(route.uid().value(), route.epoch());
        var settings =
                new KeyValueSettings(
                        ttl == null ? null : Duration.ofSeconds(ttl), KeyValueLimits.standard());
        return switch (route.settings().writes()) {
            case LAST_WRITE_WINS ->
                    new KeyValues(
                            shard.keyValue(), namespace, settings, tokens.writes(), tokens.pages());
            case CONDITIONAL ->
                    new ConditionalKeyValues(
                            shard.conditional(),
                            namespace,
                            settings,
                            tokens.writes(),
                            tokens.pages());
        };
    }

    @Override
    public Abstraction abstraction() {
        return Abstraction.KEY_VALUE;
    }

    @Override
    public String root() {
        return KeyValuePath.ROOT;
    }

    @Override
    public List<KeyValueCall> calls() {
        return CALLS;
    }

    @Override
    public @Nullable KeyValuePath parse(String rest) {
        return KeyValuePath.parse(rest);
    }

    @Override
    public void perform(Exchange exchange, KeyValuePath path) {
        var request = exchange.request();
        var query = Query.parse(request.query()).allowing(exchange.call().parameters());
        var encoding = KeyEncoding.of(query.one("key_encoding"));
        var headers = request.headers();
        exchange.deadline(Timeouts.of(headers, exchange.call(), config));
        var writes = exchange.route().route().settings().writes();
        refuseConditions(exchange, headers, writes);
        if (exchange.call().writes() && writes == Writes.CONDITIONAL) {
            conditional.perform(exchange, path, encoding);
            return;
        }
        switch ((KeyValueCall) exchange.call()) {
            case GET_ITEM -> get(exchange, id(path, encoding), key(path, encoding));
            case PUT_ITEM -> put(exchange, id(path, encoding), key(path, encoding));
            case DELETE_ITEM -> delete(exchange, id(path, encoding), key(path, encoding));
            case LIST_ITEMS -> list(exchange, id(path, encoding), query, encoding);
            case REPLACE_RECORD, PUT_ITEMS -> putAll(exchange, id(path, encoding), encoding);
            case DELETE_ITEMS -> deleteItems(exchange, id(path, encoding), query, encoding);
            case GET_RECORDS -> getAll(exchange, query, encoding);
            case SCAN_RECORDS -> scan(exchange, query, encoding);
        }
    }

    private void get(Exchange exchange, Bytes id, Bytes key) {
        var headers = exchange.request().headers();
        var known = headers.get(HttpHeaders.IF_NONE_MATCH);
        var encodable = ItemHeaders.acceptsGzip(headers);
        handover.read(
                exchange,
                deadline -> {
                    var item = namespaces.of(exchange).get(id, key, Include.VALUES, deadline);
                    if (item == null) {
                        throw Refusals.of(
                                ProblemCode.ITEM_NOT_FOUND,
                                "the record has no item under this key");
                    }
                    var cost = Cost.ofRead(item.value().remaining());
                    if (known != null
                            && known.contains(ItemHeaders.etag(Token.of(item.version())))) {
                        return Answer.of(304, cost)
                                .with(HttpHeaders.ETAG, ItemHeaders.etag(Token.of(item.version())));
                    }
                    return Items.answer(item, encodable, cost);
                });
    }

    private void put(Exchange exchange, Bytes id, Bytes key) {
        var headers = exchange.request().headers();
        var encoding = ContentEncoding.of(headers);
        var token = ItemHeaders.token(headers);
        handover.write(
                exchange,
                "a value",
                limits.valueBytes(),
                (body, deadline) -> {
                    var value = encoding.decoded(body, "a value", limits.valueBytes());
                    var item = Items.of(headers, key, value);
                    var written = plain(exchange).put(id, item, token, deadline);
                    return written(written, Cost.ofWrite(value.length()))
                            .with(HttpHeaders.ETAG, ItemHeaders.etag(written));
                });
    }

    private void putAll(Exchange exchange, Bytes id, KeyEncoding encoding) {
        var headers = exchange.request().headers();
        ItemHeaders.refuseEncoded(headers);
        ItemHeaders.requireJson(headers, "a record is");
        var token = ItemHeaders.token(headers);
        var replace = exchange.call() == KeyValueCall.REPLACE_RECORD;
        handover.write(
                exchange,
                "a body of items",
                config.batchBodyBytes(),
                (body, deadline) -> {
                    var items = RecordBody.parse(body, encoding);
                    var written =
                            replace
                                    ? plain(exchange).replace(id, items, token, deadline)
                                    : plain(exchange).putAll(id, items, token, deadline);
                    return written(written, Cost.ofWrite(body.length()));
                });
    }

    private void delete(Exchange exchange, Bytes id, Bytes key) {
        var token = ItemHeaders.token(exchange.request().headers());
        handover.change(
                exchange, deadline -> written(plain(exchange).delete(id, key, token, deadline), 1));
    }

    private void deleteItems(Exchange exchange, Bytes id, Query query, KeyEncoding encoding) {
        var range = Selections.range(query, encoding);
        var token = ItemHeaders.token(exchange.request().headers());
        handover.change(
                exchange,
                deadline -> written(plain(exchange).deleteRange(id, range, token, deadline), 1));
    }

    private void list(Exchange exchange, Bytes id, Query query, KeyEncoding encoding) {
        var selection = Selections.of(query, encoding, limits);
        handover.read(
                exchange,
                deadline -> {
                    var page = namespaces.of(exchange).list(id, selection, deadline);
                    var body = Pages.items(page, selection.include(), encoding);
                    return Pages.answer(body, Cost.ofRead(body.length()));
                });
    }

    private void getAll(Exchange exchange, Query query, KeyEncoding encoding) {
        var headers = exchange.request().headers();
        ItemHeaders.refuseEncoded(headers);
        ItemHeaders.requireJson(headers, "records to get are");
        var include = Selections.include(query);
        var limit = query.atMost("limit", 1, limits.pageItems(), limits.pageItems());
        var pageBytes =
                query.atMost("page_bytes", 1, limits.pageBytes(), limits.defaultPageBytes());
        var pageToken = query.one("page_token");
        var lines = ItemHeaders.accepts(headers, Pages.LINES);
        handover.query(
                exchange,
                "a body of records",
                config.batchBodyBytes(),
                (body, deadline) -> {
                    var queries = RecordQueriesBody.parse(body, encoding);
                    var get = new MultiGet(queries, include, limit, pageBytes, pageToken);
                    var page = namespaces.of(exchange).getAll(get, deadline);
                    var answer =
                            lines
                                    ? Pages.recordItemsAsLines(page, include, encoding)
                                    : Pages.recordItems(page, include, encoding);
                    // each record is a read of its own, however small
                    var cost = Math.max(page.records().size(), Cost.ofRead(answer.length()));
                    return Answer.of(
                            200, lines ? Pages.LINES : Pages.TYPE, answer, Math.max(1, cost));
                });
    }

    private void scan(Exchange exchange, Query query, KeyEncoding encoding) {
        var segments = query.atMost("segments", 1, Integer.MAX_VALUE, 1);
        var segment = query.atMost("segment", 0, Integer.MAX_VALUE, 0);
        if (segments > MOST_SEGMENTS) {
            throw Refusals.invalid("segments", "must be at most " + MOST_SEGMENTS);
        }
        if (segment >= segments) {
            throw Refusals.invalid("segment", "must be below segments");
        }
        var scan =
                new Scan(
                        new Segment(segment, segments),
                        query.atMost("limit", 1, limits.pageItems(), DEFAULT_PAGE),
                        query.atMost(
                                "page_bytes", 1, limits.pageBytes(), limits.defaultPageBytes()),
                        query.one("page_token"));
        handover.read(
                exchange,
                deadline -> {
                    var body =
                            Pages.records(namespaces.of(exchange).scan(scan, deadline), encoding);
                    return Pages.answer(body, Cost.ofRead(body.length()));
                });
    }

    /** A condition that is not honoured must not look as if it were. */
    private static void refuseConditions(Exchange exchange, MultiMap headers, Writes writes) {
        if (exchange.call().writes() && writes == Writes.CONDITIONAL) {
            return;
        }
        var cacheCheck = exchange.call() == KeyValueCall.GET_ITEM;
        if (headers.contains(HttpHeaders.IF_MATCH)
                || (!cacheCheck && headers.contains(HttpHeaders.IF_NONE_MATCH))) {
            throw Refusals.of(
                    ProblemCode.CONDITION_NOT_SUPPORTED,
                    "If-Match and If-None-Match are for writes to a namespace with conditional"
                            + " writes");
        }
    }

    private KeyValues plain(Exchange exchange) {
        return switch (namespaces.of(exchange)) {
            case KeyValues plain -> plain;
            case ConditionalKeyValues _ ->
                    throw new IllegalStateException("a write without a condition came through");
        };
    }

    static Answer written(Token token, long cost) {
        return Answer.of(204, cost).with(ItemHeaders.TOKEN, token.format());
    }

    static Bytes id(KeyValuePath path, KeyEncoding encoding) {
        return encoding.fromPath(path.recordSegment(), "id");
    }

    static Bytes key(KeyValuePath path, KeyEncoding encoding) {
        return encoding.fromPath(path.itemSegment(), "key");
    }
}
