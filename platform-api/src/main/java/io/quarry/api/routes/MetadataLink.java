package io.quarry.api.routes;

import io.quarry.api.routes.RouteHealth.Source;
import io.quarry.metadata.access.Principals;
import io.quarry.metadata.instance.Instances;
import io.quarry.metadata.route.Revision;
import io.quarry.metadata.route.RouteRecord;
import io.quarry.metadata.route.Routes;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * All that this process has to do with PostgreSQL on behalf of the data plane, on one thread of its
 * own: it shows that the instance lives and how far it has applied the routes, tells whom addresses
 * mean, and asks for changes when the topic is away. When PostgreSQL hangs, this thread hangs with
 * it and nothing else does.
 */
final class MetadataLink implements Runnable {
    private static final Logger LOG = Logger.getLogger(MetadataLink.class);
    private static final int PAGE = 1000;

    /** How often it is asked whether what came of a change is settled. */
    private static final long SETTLING_MILLIS = 50;

    private final RoutesConfig config;
    private final InstanceId instance;
    private final RouteTable table;
    private final Routes routes;
    private final Instances instances;
    private final Principals principals;
    private final RouteHealth health;
    private final Semaphore woken = new Semaphore(0);
    private final Set<String> doubted = new HashSet<>();
    private volatile boolean stopping;
    private boolean registered;
    private Revision asked = Revision.ZERO;
    private Revision acknowledged = Revision.ZERO;
    private long lastBeat;
    private long lastReconciled;

    MetadataLink(
            RoutesConfig config,
            InstanceId instance,
            RouteTable table,
            Routes routes,
            Instances instances,
            Principals principals,
            RouteHealth health) {
        this.config = config;
        this.instance = instance;
        this.table = table;
        this.routes = routes;
        this.instances = instances;
        this.principals = principals;
        this.health = health;
    }

    /** Something was applied: acknowledge it now rather than with the next beat. */
    void wake() {
        woken.release();
    }

    /**
     * Keys that the topic lacks. They go unless PostgreSQL has them, and stay as long as it cannot
     * be asked.
     */
    void doubt(Set<String> keys) {
        synchronized (doubted) {
            doubted.clear();
            doubted.addAll(keys);
        }
        wake();
    }

    void stop() {
        stopping = true;
        wake();
    }

    @Override
    public void run() {
        while (!stopping) {
            try {
                step();
                health.answered(Source.METADATA);
            } catch (RuntimeException e) {
                LOG.debugf(e, "PostgreSQL is away");
                health.away(Source.METADATA, e.getClass().getSimpleName() + ": " + e.getMessage());
                registered = false;
                await(config.every().toMillis());
                continue;
            }
            await(isSettling() ? SETTLING_MILLIS : config.every().toMillis());
        }
    }

    /** Nobody says when it is over, and an operation waits for it. */
    private boolean isSettling() {
        return acknowledged.compareTo(table.highest()) < 0 && !health.isReplaying();
    }

    private void await(long millis) {
        try {
            if (woken.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
                woken.drainPermits();
            }
        } catch (InterruptedException e) {
            stopping = true;
            Thread.currentThread().interrupt();
        }
    }

    private void step() {
        if (!registered) {
            instances.register(instance.id(), instance.host());
            registered = true;
            acknowledged = Revision.ZERO;
        }
        if (health.isAway(Source.TOPIC)
                || since(lastReconciled) > config.reconcileEvery().toNanos()) {
            askForChanges();
            lastReconciled = System.nanoTime();
        }
        settleDoubts();
        // a topic that is read from its beginning is not in the order of revisions; PostgreSQL's
        // answers are
        var applied = health.isReplaying() ? asked : table.settled();
        if (applied.compareTo(acknowledged) > 0 || since(lastBeat) >= config.every().toNanos()) {
            registered = instances.heartbeat(instance.id(), applied);
            acknowledged = applied;
            lastBeat = System.nanoTime();
        }
        tellWhoCame();
    }

    /** After the beat, and no failure of it: whoever could not be told of now comes by again. */
    private void tellWhoCame() {
        try {
            table.sightings().tell(principals::resolve);
        } catch (RuntimeException e) {
            LOG.debugf(e, "Whom a name means could not be settled");
        }
    }

    private static long since(long nanoTime) {
        return nanoTime == 0 ? Long.MAX_VALUE : System.nanoTime() - nanoTime;
    }

    private void askForChanges() {
        for (var page = routes.changedSince(asked, PAGE);
                !page.isEmpty();
                page = routes.changedSince(asked, PAGE)) {
            page.forEach(table::apply);
            asked = page.getLast().revision();
            if (page.size() < PAGE) {
                break;
            }
        }
        health.loaded();
    }

    private void settleDoubts() {
        final Set<String> keys;
        synchronized (doubted) {
            keys = Set.copyOf(doubted);
        }
        if (keys.isEmpty()) {
            return;
        }
        var known = routes.all().stream().map(RouteRecord::key).collect(Collectors.toSet());
        for (var key : keys) {
            if (!known.contains(key)) {
                LOG.infof(
                        "Route %s is neither in the topic nor in PostgreSQL, and is dropped", key);
                table.drop(key);
            }
        }
        synchronized (doubted) {
            doubted.removeAll(keys);
        }
    }
}
