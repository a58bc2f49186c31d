package io.quarry.api.data.keyvalue;

import io.quarry.abstractions.keyvalue.ConditionalKeyValues;
import io.quarry.abstractions.keyvalue.KeyValueLimits;
import io.quarry.abstractions.keyvalue.KeyValueNamespace;
import io.quarry.abstractions.keyvalue.KeyValues;
import io.quarry.api.data.Bindings;
import io.quarry.api.data.ContentEncoding;
import io.quarry.api.data.Cost;
import io.quarry.api.data.Exchange;
import io.quarry.api.data.Handover;
import io.quarry.api.data.ItemHeaders;
import io.quarry.api.data.KeyEncoding;
import io.quarry.api.data.Refusals;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.stores.spi.Bytes;
import io.vertx.core.http.HttpHeaders;

/** Writes to namespaces whose writes are conditional: one item each, on an explicit version. */
final class ConditionalCalls {
    private final Handover handover;
    private final Bindings<KeyValueNamespace> namespaces;
    private final KeyValueLimits limits = KeyValueLimits.standard();

    ConditionalCalls(Handover handover, Bindings<KeyValueNamespace> namespaces) {
        this.handover = handover;
        this.namespaces = namespaces;
    }

    void perform(Exchange exchange, KeyValuePath path, KeyEncoding encoding) {
        switch ((KeyValueCall) exchange.call()) {
            case PUT_ITEM ->
                    put(
                            exchange,
                            KeyValueCalls.id(path, encoding),
                            KeyValueCalls.key(path, encoding));
            case DELETE_ITEM ->
                    delete(
                            exchange,
                            KeyValueCalls.id(path, encoding),
                            KeyValueCalls.key(path, encoding));
            case REPLACE_RECORD, PUT_ITEMS, DELETE_ITEMS ->
                    throw Refusals.of(
                            ProblemCode.ITEM_WRITES_ONLY,
                            "a compare-and-set is of one item; several items, ranges and records"
                                    + " cannot be written or deleted by one request here");
            case GET_ITEM, LIST_ITEMS, GET_RECORDS, SCAN_RECORDS ->
                    throw new IllegalStateException("a read has no condition");
        }
    }

    private void put(Exchange exchange, Bytes id, Bytes key) {
        var headers = exchange.request().headers();
        var encoding = ContentEncoding.of(headers);
        var token = ItemHeaders.token(headers);
        var condition = Conditions.of(headers);
        handover.write(
                exchange,
                "a value",
                limits.valueBytes(),
                (body, deadline) -> {
                    var value = encoding.decoded(body, "a value", limits.valueBytes());
                    var item = Items.of(headers, key, value);
                    var written = conditional(exchange).put(id, item, condition, token, deadline);
                    return KeyValueCalls.written(written, Cost.ofWrite(value.length()))
                            .with(HttpHeaders.ETAG, ItemHeaders.etag(written));
                });
    }

    private void delete(Exchange exchange, Bytes id, Bytes key) {
        var headers = exchange.request().headers();
        var token = ItemHeaders.token(headers);
        var condition = Conditions.ofDeletion(headers);
        handover.change(
                exchange,
                deadline ->
                        KeyValueCalls.written(
                                conditional(exchange).delete(id, key, condition, token, deadline),
                                1));
    }

    private ConditionalKeyValues conditional(Exchange exchange) {
        return switch (namespaces.of(exchange)) {
            case ConditionalKeyValues conditional -> conditional;
            case KeyValues _ ->
                    throw new IllegalStateException("a condition came through to plain writes");
        };
    }
}
