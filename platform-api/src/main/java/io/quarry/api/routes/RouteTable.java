package io.quarry.api.routes;

import io.quarry.api.routes.ServedRoute.TenantAccess;
import io.quarry.metadata.route.Revision;
import io.quarry.metadata.route.Route;
import io.quarry.metadata.route.RouteRecord;
import io.quarry.metadata.route.TenantGrants;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Every route this process knows, by name for requests and by key for changes. Look-ups take no
 * lock and see a route whole, as it was before a change or after; changes come one at a time, and
 * of two for one key the higher revision stays whatever the order of their arrival.
 */
@Singleton
public class RouteTable {
    /**
     * Told after a change is visible to requests; runs on the thread that brought the change and
     * must not wait.
     */
    public interface Listener {
        void changed(RouteRecord record);

        void dropped(RouteRecord record);

        /** Whether all that it began because of changes is over, so that they can be relied on. */
        default boolean isSettled() {
            return true;
        }
    }

    private final NameTable served = new NameTable();
    private final Sightings sightings = new Sightings();
    private final ConcurrentHashMap<String, TenantAccess> tenants = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, RouteRecord> records = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile long changes;
    private volatile Revision highest = Revision.ZERO;
    private Revision settled = Revision.ZERO;

    /**
     * @param name {@code tenant/namespace}, as it stands in a path
     */
    public @Nullable ServedRoute find(String name) {
        return served.find(name);
    }

    Sightings sightings() {
        return sightings;
    }

    /** Takes a record unless one of its key with the same or a higher revision is there. */
    public synchronized boolean apply(RouteRecord record) {
        var known = records.get(record.key());
        if (known != null && known.revision().compareTo(record.revision()) >= 0) {
            return false;
        }
        records.put(record.key(), record);
        switch (record) {
            case RouteRecord.OfNamespace(Route route) -> serve(route);
            case RouteRecord.OfTenant(TenantGrants grants) ->
                    tenant(grants.tenant()).become(Held.of(grants.grants(), grants.subjects()));
        }
        if (record.revision().compareTo(highest) > 0) {
            highest = record.revision();
        }
        changes++;
        listeners.forEach(listener -> listener.changed(record));
        return true;
    }

    private void serve(Route route) {
        var name = nameOf(route);
        var holder = served.find(name);
        var own = holder != null && holder.route().uid().equals(route.uid());
        if (!isServed(route)) {
            if (own) {
                served.remove(name);
            }
        } else if (holder == null
                || own
                || holder.route().revision().compareTo(route.revision()) < 0) {
            served.put(name, new ServedRoute(route, tenant(route.namespace().tenant())));
        }
    }

    /** Forgets a key that the truth no longer has. */
    synchronized void drop(String key) {
        var gone = records.remove(key);
        if (gone == null) {
            return;
        }
        switch (gone) {
            case RouteRecord.OfNamespace(Route route) -> {
                var holder = served.find(nameOf(route));
                if (holder != null && holder.route().uid().equals(route.uid())) {
                    served.remove(nameOf(route));
                }
            }
            case RouteRecord.OfTenant(TenantGrants grants) ->
                    tenant(grants.tenant()).become(Map.of());
        }
        changes++;
        listeners.forEach(listener -> listener.dropped(gone));
    }

    private TenantAccess tenant(TenantId tenant) {
        return tenants.computeIfAbsent(tenant.name(), _ -> new TenantAccess(sightings));
    }

    private static String nameOf(Route route) {
        return route.namespace().tenant().name() + "/" + route.namespace().name();
    }

    /**
     * A route is written once its structures exist, so all but a namespace on its way out can be
     * served.
     */
    private static boolean isServed(Route route) {
        return switch (route.state()) {
            case PROVISIONING, ACTIVE, CHANGING, MOVING, NEEDS_ATTENTION -> true;
            case PENDING, RETIRING, RETIRED, PURGED -> false;
        };
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** A copy, for the file and for tests. */
    Collection<RouteRecord> all() {
        return new ArrayList<>(records.values());
    }

    Set<String> keys() {
        return Set.copyOf(records.keySet());
    }

    @Nullable Revision revisionOf(String key) {
        var record = records.get(key);
        return record == null ? null : record.revision();
    }

    /** Rises with each change; equal numbers mean that nothing has to be saved or acknowledged. */
    long changes() {
        return changes;
    }

    Revision highest() {
        return highest;
    }

    /** Up to where requests can rely on the changes: what they need for them is there as well. */
    synchronized Revision settled() {
        if (listeners.stream().allMatch(Listener::isSettled)) {
            settled = highest;
        }
        return settled;
    }

    public int size() {
        return served.size();
    }
}
