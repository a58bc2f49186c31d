package io.quarry.api.data;

import io.quarry.abstractions.keyvalue.KeyValueLimits;
import io.quarry.abstractions.keyvalue.KeyValues;
import io.quarry.abstractions.keyvalue.Scan;
import io.quarry.abstractions.token.Token;
import io.quarry.metadata.namespace.Writes;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.Segment;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * The key-value routes: each reads its request, says what it takes of the rate, and hands one
 * blocking piece of work over.
 */
@Singleton
class KeyValueCalls {
    private static final long MOST_SEGMENTS = 256;
    private static final int DEFAULT_PAGE = 100;

    private final Handover handover;
    private final DataConfig config;
    private final KeyValueLimits limits = KeyValueLimits.standard();

    @Inject
    KeyValueCalls(Handover handover, DataConfig config) {
        this.handover = handover;
        this.config = config;
    }

    void perform(Exchange exchange, DataPath path) {
        var request = exchange.request();
        var query = Query.parse(request.query()).allowing(exchange.call().parameters());
        var encoding = KeyEncoding.of(query.one("key_encoding"));
        var headers = request.headers();
        exchange.deadline(Timeouts.of(headers, exchange.call(), config));
        refuseConditions(exchange, headers);
        switch (exchange.call()) {
            case GET_ITEM -> get(exchange, id(path, encoding), key(path, encoding));
            case PUT_ITEM -> put(exchange, id(path, encoding), key(path, encoding));
            case DELETE_ITEM -> delete(exchange, id(path, encoding), key(path, encoding));
            case LIST_ITEMS -> list(exchange, id(path, encoding), query, encoding);
            case REPLACE_RECORD, PUT_ITEMS -> putAll(exchange, id(path, encoding), encoding);
            case DELETE_ITEMS -> deleteItems(exchange, id(path, encoding), query, encoding);
            case SCAN_RECORDS -> scan(exchange, query, encoding);
        }
    }

    private void get(Exchange exchange, Bytes id, Bytes key) {
        var known = exchange.request().getHeader(HttpHeaders.IF_NONE_MATCH);
        handover.read(
                exchange,
                (values, deadline) -> {
                    var item = values.get(id, key, Include.VALUES, deadline);
                    if (item == null) {
                        throw Refusals.of(
                                ProblemCode.ITEM_NOT_FOUND,
                                "the record has no item under this key");
                    }
                    var cost = Cost.ofRead(item.value().remaining());
                    if (known != null
                            && known.contains('"' + Token.of(item.version()).format() + '"')) {
                        return Answer.of(304, cost)
                                .with(HttpHeaders.ETAG, etag(Token.of(item.version())));
                    }
                    return ItemHeaders.answer(item, cost);
                });
    }

    private void put(Exchange exchange, Bytes id, Bytes key) {
        var headers = exchange.request().headers();
        ItemHeaders.refuseEncoded(headers);
        var token = ItemHeaders.token(headers);
        handover.write(
                exchange,
                "a value",
                limits.valueBytes(),
                (body, values, deadline) -> {
                    var item = ItemHeaders.item(headers, key, body);
                    var written = values.put(id, item, token, deadline);
                    return written(written, Cost.ofWrite(body.length()))
                            .with(HttpHeaders.ETAG, etag(written));
                });
    }

    private void putAll(Exchange exchange, Bytes id, KeyEncoding encoding) {
        var headers = exchange.request().headers();
        ItemHeaders.refuseEncoded(headers);
        var contentType = headers.get(HttpHeaders.CONTENT_TYPE);
        if (contentType == null || !MediaType.essence(contentType).equals("application/json")) {
            throw Refusals.of(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE, "a record is sent as application/json");
        }
        var token = ItemHeaders.token(headers);
        var replace = exchange.call() == DataCall.REPLACE_RECORD;
        handover.write(
                exchange,
                "a body of items",
                config.batchBodyBytes(),
                (body, values, deadline) -> {
                    var items = RecordBody.parse(body, encoding);
                    var written =
                            replace
                                    ? values.replace(id, items, token, deadline)
                                    : values.putAll(id, items, token, deadline);
                    return written(written, Cost.ofWrite(body.length()));
                });
    }

    private void delete(Exchange exchange, Bytes id, Bytes key) {
        var token = ItemHeaders.token(exchange.request().headers());
        handover.change(
                exchange,
                (values, deadline) -> written(values.delete(id, key, token, deadline), 1));
    }

    private void deleteItems(Exchange exchange, Bytes id, Query query, KeyEncoding encoding) {
        var range = Selections.range(query, encoding);
        var token = ItemHeaders.token(exchange.request().headers());
        handover.change(
                exchange,
                (values, deadline) -> written(values.deleteRange(id, range, token, deadline), 1));
    }

    private void list(Exchange exchange, Bytes id, Query query, KeyEncoding encoding) {
        var selection = Selections.of(query, encoding, limits);
        handover.read(
                exchange,
                (values, deadline) -> {
                    var page = values.list(id, selection, deadline);
                    var body = Pages.items(page, selection.include(), encoding);
                    return Pages.answer(body, Cost.ofRead(body.length()));
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
                (values, deadline) -> {
                    var body = Pages.records(values.scan(scan, deadline), encoding);
                    return Pages.answer(body, Cost.ofRead(body.length()));
                });
    }

    /** A condition that is not honoured must not look as if it were. */
    private static void refuseConditions(Exchange exchange, MultiMap headers) {
        var cacheCheck = exchange.call() == DataCall.GET_ITEM;
        var conditional =
                headers.contains(HttpHeaders.IF_MATCH)
                        || (!cacheCheck && headers.contains(HttpHeaders.IF_NONE_MATCH));
        if (conditional) {
            throw Refusals.of(
                    ProblemCode.CONDITION_NOT_SUPPORTED,
                    "If-Match and If-None-Match need a namespace with conditional writes");
        }
        var writes = exchange.route().route().settings().writes();
        if (exchange.call().writes() && writes != Writes.LAST_WRITE_WINS) {
            throw Refusals.of(
                    ProblemCode.CONDITION_NOT_SUPPORTED, "conditional writes are not served yet");
        }
    }

    private static Answer written(Token token, long cost) {
        return Answer.of(204, cost).with(ItemHeaders.TOKEN, token.format());
    }

    private static String etag(Token token) {
        return '"' + token.format() + '"';
    }

    private static Bytes id(DataPath path, KeyEncoding encoding) {
        return encoding.fromPath(path.recordSegment(), "id");
    }

    private static Bytes key(DataPath path, KeyEncoding encoding) {
        return encoding.fromPath(path.itemSegment(), "key");
    }

    /** One blocking piece of work, on a virtual thread. */
    interface Work {
        Answer perform(KeyValues values, Deadline deadline);
    }
}
