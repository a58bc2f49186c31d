package io.quarry.abstractions.search;

import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.StoreException;
import io.quarry.stores.spi.search.SearchStore;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The points in time that this process holds open for a namespace. Each keeps files of the index
 * from being removed, so there are so many at most; the one that was longest not asked for gives
 * way. Thread safe.
 */
final class PointsInTime {
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final SearchStore store;
    private final NamespaceRef namespace;
    private final int most;
    private final Set<String> open = new LinkedHashSet<>();

    PointsInTime(SearchStore store, NamespaceRef namespace, int most) {
        this.store = store;
        this.namespace = namespace;
        this.most = most;
    }

    String open(Deadline deadline) {
        return store.openPointInTime(namespace, KEPT, deadline);
    }

    /** Holds it for another page. */
    void hold(String pointInTime, Deadline deadline) {
        String oldest = added(pointInTime);
        if (oldest != null) {
            close(oldest, deadline);
        }
    }

    /** It would close by itself within a minute, so that a failure to close it now is none. */
    void close(String pointInTime, Deadline deadline) {
        synchronized (open) {
            open.remove(pointInTime);
        }
        try {
            store.closePointInTime(pointInTime, deadline);
        } catch (StoreException _) {
            // the answer is there already, and is not to be lost for this
        }
    }

    private @Nullable String added(String pointInTime) {
        synchronized (open) {
            open.remove(pointInTime);
            open.add(pointInTime);
            if (open.size() <= most) {
                return null;
            }
            Iterator<String> each = open.iterator();
            String oldest = each.next();
            each.remove();
            return oldest;
        }
    }
}
