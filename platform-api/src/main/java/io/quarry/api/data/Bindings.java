package io.quarry.api.data;

import io.quarry.api.data.ShardOpener.OpenShard;
import io.quarry.api.routes.RouteTable;
import io.quarry.api.routes.ServedRoute;
import io.quarry.metadata.route.Route;
import io.quarry.metadata.route.RouteRecord;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A namespace's semantics on its shard, kept as long as route and session are the same.
 *
 * @param <V> the semantics of one abstraction
 */
public final class Bindings<V> implements RouteTable.Listener {
    private final ConcurrentHashMap<String, Bound<V>> byUid = new ConcurrentHashMap<>();
    private final Binding<V> binding;

    /**
     * Makes the semantics of one namespace.
     *
     * @param <V> the semantics of one abstraction
     */
    public interface Binding<V> {
        V bind(Route route, OpenShard shard);
    }

    private record Bound<V>(ServedRoute route, OpenShard shard, V values) {}

    public Bindings(RouteTable table, Binding<V> binding) {
        this.binding = binding;
        table.listen(this);
    }

    /**
     * @throws io.quarry.stores.spi.StoreException when there is no log-in for the shard
     */
    public V of(Exchange exchange) {
        var route = exchange.route();
        var shard = exchange.shard().open();
        var uid = route.route().uid().value();
        var bound = byUid.get(uid);
        if (bound != null && bound.route() == route && bound.shard() == shard) {
            return bound.values();
        }
        var fresh = new Bound<>(route, shard, binding.bind(route.route(), shard));
        byUid.put(uid, fresh);
        return fresh.values();
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
