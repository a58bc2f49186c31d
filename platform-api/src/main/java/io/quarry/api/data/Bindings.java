package io.quarry.api.data;

import io.quarry.abstractions.keyvalue.KeyValueLimits;
import io.quarry.abstractions.keyvalue.KeyValueSettings;
import io.quarry.abstractions.keyvalue.KeyValues;
import io.quarry.abstractions.paging.KeyRingFile;
import io.quarry.abstractions.paging.PageTokens;
import io.quarry.abstractions.token.Tokens;
import io.quarry.api.routes.RouteTable;
import io.quarry.api.routes.ServedRoute;
import io.quarry.api.security.StateConfig;
import io.quarry.metadata.route.Route;
import io.quarry.metadata.route.RouteRecord;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.NamespaceRef;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/** A namespace's semantics on its shard's store, kept as long as route and session are the same. */
@Singleton
class Bindings implements RouteTable.Listener {
    private final ConcurrentHashMap<String, Bound> byUid = new ConcurrentHashMap<>();
    private final Tokens tokens;
    private final PageTokens pageTokens;

    private record Bound(ServedRoute route, KeyValueStore store, KeyValues values) {}

    @Inject
    Bindings(StateConfig state, DataConfig config, RouteTable table) {
        var clock = Clock.systemUTC();
        var file = config.pageKeysFile().orElse(state.dir().resolve("page-keys"));
        this.tokens = Tokens.standard(clock);
        this.pageTokens =
                new PageTokens(
                        KeyRingFile.openOrCreate(file, clock, new SecureRandom())::ring, clock);
        table.listen(this);
    }

    /**
     * @throws io.quarry.stores.spi.StoreException when there is no log-in for the shard
     */
    KeyValues of(ServedRoute route, ShardSession shard) {
        var store = shard.store();
        var uid = route.route().uid().value();
        var bound = byUid.get(uid);
        if (bound != null && bound.route() == route && bound.store() == store) {
            return bound.values();
        }
        var fresh = new Bound(route, store, bind(route.route(), store));
        byUid.put(uid, fresh);
        return fresh.values();
    }

    private KeyValues bind(Route route, KeyValueStore store) {
        var ttl = route.settings().ttlSeconds();
        return new KeyValues(
                store,
                new NamespaceRef(route.uid().value(), route.epoch()),
                new KeyValueSettings(
                        ttl == null ? null : Duration.ofSeconds(ttl), KeyValueLimits.standard()),
                tokens,
                pageTokens);
    }

    @Override
    public void changed(RouteRecord record) {
        byUid.remove(record.key());
    }

    @Override
    public void dropped(RouteRecord record) {
        byUid.remove(record.key());
    }
}
