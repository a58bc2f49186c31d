package io.quarry.api.data.cache;

import io.quarry.abstractions.cache.CacheEntries;
import io.quarry.abstractions.cache.CacheLimits;
import io.quarry.abstractions.cache.CacheSettings;
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
import io.quarry.api.data.Plug;
import io.quarry.api.data.Query;
import io.quarry.api.data.Refusals;
import io.quarry.api.data.ShardOpener.OpenShard;
import io.quarry.api.data.Timeouts;
import io.quarry.api.routes.RouteTable;
import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.route.CacheRoute;
import io.quarry.metadata.route.Route;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.CacheSpace;
import io.quarry.stores.spi.CacheStore.Count;
import io.quarry.stores.spi.NamespaceRef;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The cache's routes: each reads its request, says what it takes of the rate, and hands one
 * blocking piece of work over.
 */
@Singleton
public class CacheCalls implements Plug<CachePath> {
    private static final List<CacheCall> CALLS = List.of(CacheCall.values());
    private static final long INCREMENT_BYTES = 128 * 1024;

    private final Handover handover;
    private final Bindings<CacheEntries> namespaces;
    private final DataConfig config;
    private final CacheLimits limits = CacheLimits.standard();

    @Inject
    public CacheCalls(Handover handover, DataConfig config, DataTokens tokens, RouteTable table) {
        this.handover = handover;
        this.namespaces = new Bindings<>(table, (route, shard) -> bind(route, shard, tokens));
        this.config = config;
    }

    private static CacheEntries bind(Route route, OpenShard shard, DataTokens tokens) {
        var settings = route.settings();
        var ttl = settings.ttlSeconds();
        var generations = Objects.requireNonNullElse(settings.cache(), CacheRoute.FIRST);
        var space =
                new CacheSpace(
                        new NamespaceRef(route.uid().value(), route.epoch()),
                        generations.ringGeneration(),
                        generations.flushGeneration());
        return new CacheEntries(
                shard.cache(),
                new CacheSettings(
                        space,
                        ttl == null ? null : Duration.ofSeconds(ttl),
                        CacheLimits.standard()),
                tokens.writes(),
                Clock.systemUTC());
    }

    @Override
    public Abstraction abstraction() {
        return Abstraction.CACHE;
    }

    @Override
    public String root() {
        return CachePath.ROOT;
    }

    @Override
    public List<CacheCall> calls() {
        return CALLS;
    }

    @Override
    public @Nullable CachePath parse(String rest) {
        return CachePath.parse(rest);
    }

    @Override
    public void perform(Exchange exchange, CachePath path) {
        var request = exchange.request();
        var query = Query.parse(request.query()).allowing(exchange.call().parameters());
        var encoding = KeyEncoding.of(query.one("key_encoding"));
        exchange.deadline(Timeouts.of(request.headers(), exchange.call(), config));
        switch ((CacheCall) exchange.call()) {
            case GET_ENTRY -> get(exchange, encoding.fromPath(path.key(), "key"));
            case PUT_ENTRY -> put(exchange, encoding.fromPath(path.key(), "key"), query);
            case DELETE_ENTRY -> delete(exchange, encoding.fromPath(path.key(), "key"));
            case GET_ENTRIES -> getAll(exchange, encoding);
            case INCREMENT -> increment(exchange, encoding);
        }
    }

    private void get(Exchange exchange, Bytes key) {
        var headers = exchange.request().headers();
        EntryHeaders.refuse(headers, EntryHeaders.IF_MATCH);
        var known = headers.get(HttpHeaders.IF_NONE_MATCH);
        handover.read(
                exchange,
                deadline -> {
                    var entry = namespaces.of(exchange).get(key, deadline);
                    if (entry == null) {
                        throw EntryHeaders.absent();
                    }
                    return EntryHeaders.answer(entry, known);
                });
    }

    /** What a PUT does with an entry that is there. */
    private enum Mode {
        SET,
        APPEND,
        TOUCH;

        static Mode of(Query query) {
            return switch (query.one("mode")) {
                case null -> SET;
                case "set" -> SET;
                case "append" -> APPEND;
                case "touch" -> TOUCH;
                case String _ ->
                        throw Refusals.invalid("mode", "must be 'set', 'append' or 'touch'");
            };
        }
    }

    private void put(Exchange exchange, Bytes key, Query query) {
        switch (Mode.of(query)) {
            case SET -> set(exchange, key);
            case APPEND -> append(exchange, key);
            case TOUCH -> touch(exchange, key);
        }
    }

    private void set(Exchange exchange, Bytes key) {
        var headers = exchange.request().headers();
        ItemHeaders.refuseEncoded(headers);
        var condition = EntryHeaders.condition(headers);
        var token = ItemHeaders.token(headers);
        handover.write(
                exchange,
                "a value",
                limits.valueBytes(),
                (body, deadline) -> {
                    var entry = EntryHeaders.of(headers, key, body);
                    var written = namespaces.of(exchange).put(entry, condition, token, deadline);
                    return written(EntryHeaders.done(written), Cost.ofWrite(body.length()));
                });
    }

    private void append(Exchange exchange, Bytes key) {
        var headers = exchange.request().headers();
        ItemHeaders.refuseEncoded(headers);
        refuseUnkept(headers);
        EntryHeaders.refuse(headers, ItemHeaders.TTL);
        handover.write(
                exchange,
                "a value",
                limits.valueBytes(),
                (body, deadline) -> {
                    var suffix = body.getByteBuf().nioBuffer();
                    var written = namespaces.of(exchange).append(key, suffix, deadline);
                    return written(EntryHeaders.done(written), Cost.ofWrite(body.length()));
                });
    }

    private void touch(Exchange exchange, Bytes key) {
        var headers = exchange.request().headers();
        refuseUnkept(headers);
        var ttl = ItemHeaders.ttl(headers.get(ItemHeaders.TTL), ItemHeaders.TTL);
        handover.write(
                exchange,
                "the body of a touch",
                0,
                (_, deadline) -> {
                    var written = namespaces.of(exchange).touch(key, ttl, deadline);
                    return written(EntryHeaders.done(written), 1);
                });
    }

    private void delete(Exchange exchange, Bytes key) {
        var headers = exchange.request().headers();
        EntryHeaders.refuse(headers, EntryHeaders.IF_NONE_MATCH);
        var condition = EntryHeaders.condition(headers);
        var token = ItemHeaders.token(headers);
        handover.change(
                exchange,
                deadline -> {
                    var deleted = namespaces.of(exchange).delete(key, condition, token, deadline);
                    return Answer.of(204, 1)
                            .with(ItemHeaders.TOKEN, EntryHeaders.done(deleted).format());
                });
    }

    private static Answer written(Token token, long cost) {
        return Answer.of(204, cost)
                .with(ItemHeaders.TOKEN, token.format())
                .with(HttpHeaders.ETAG, ItemHeaders.etag(token));
    }

    private void getAll(Exchange exchange, KeyEncoding encoding) {
        requireJson(exchange);
        var shard = exchange.shard().placement().shard();
        handover.write(
                exchange,
                "a body of keys",
                config.batchBodyBytes(),
                (body, deadline) -> {
                    var keys = CacheBodies.keys(body, encoding);
                    var found = namespaces.of(exchange).getAll(keys, deadline);
                    return CacheAnswers.entries(keys, found, encoding, shard);
                });
    }

    private void increment(Exchange exchange, KeyEncoding encoding) {
        requireJson(exchange);
        refuseUnkept(exchange.request().headers());
        handover.write(
                exchange,
                "a body of an increment",
                INCREMENT_BYTES,
                (body, deadline) -> {
                    var asked = CacheBodies.increment(body, encoding);
                    var count =
                            namespaces
                                    .of(exchange)
                                    .increment(
                                            asked.key(),
                                            asked.by(),
                                            asked.initial(),
                                            asked.ttl(),
                                            deadline);
                    return switch (count) {
                        case Count.Now(long value) ->
                                CacheAnswers.count(asked.key(), value, encoding);
                        case Count.Absent() -> throw EntryHeaders.absent();
                        case Count.NotANumber() ->
                                throw Refusals.of(
                                        ProblemCode.ENTRY_KIND,
                                        "the entry was put, and is no number");
                    };
                });
    }

    /** What neither an increment nor an append nor a touch can keep. */
    private static void refuseUnkept(MultiMap headers) {
        EntryHeaders.refuse(
                headers, ItemHeaders.TOKEN, EntryHeaders.IF_MATCH, EntryHeaders.IF_NONE_MATCH);
    }

    private static void requireJson(Exchange exchange) {
        var headers = exchange.request().headers();
        ItemHeaders.refuseEncoded(headers);
        var contentType = headers.get(HttpHeaders.CONTENT_TYPE);
        if (contentType == null || !MediaType.essence(contentType).equals("application/json")) {
            throw Refusals.of(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE, "this body is sent as application/json");
        }
    }
}
