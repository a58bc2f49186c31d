package io.quarry.api.data;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarry.api.admission.AdmissionConfig;
import io.quarry.api.admission.InFlight;
import io.quarry.api.routes.RouteTable;
import io.quarry.metadata.placement.PlacementRole;
import io.quarry.metadata.route.PlacementRoute;
import io.quarry.metadata.route.Route;
import io.quarry.metadata.route.RouteRecord;
import io.quarry.metadata.shard.Engine;
import io.quarry.stores.spi.StoreException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The shards that routes lead to, one session each however many namespaces share it. Sessions exist
 * from the moment a route names their shard and connect at once, so that the first request finds
 * them open; they disconnect when none is used.
 */
@Singleton
class ShardSessions implements RouteTable.Listener {
    private final ConcurrentHashMap<String, ShardSession> sessions = new ConcurrentHashMap<>();
    private final Queue<ShardSession> left = new ConcurrentLinkedQueue<>();
    private final List<ShardOpener> openers;
    private final DataConfig config;
    private final AdmissionConfig admission;
    private final MeterRegistry registry;
    private final CallTimers refusals;

    @Inject
    ShardSessions(
            @All List<ShardOpener> openers,
            DataConfig config,
            AdmissionConfig admission,
            MeterRegistry registry,
            RouteTable table) {
        this.openers = openers;
        this.config = config;
        this.admission = admission;
        this.registry = registry;
        this.refusals = new CallTimers(registry, CallTimers.NO_SHARD);
        table.listen(this);
    }

    /** The timers of calls that reached no shard. */
    CallTimers refusals() {
        return refusals;
    }

    /**
     * @throws IllegalStateException for a route without a primary, which no publisher writes
     */
    ShardSession primary(Route route) {
        for (var placement : route.placements()) {
            if (placement.role() == PlacementRole.PRIMARY) {
                return of(placement);
            }
        }
        throw new IllegalStateException("route " + route.uid() + " has no primary placement");
    }

    private ShardSession of(PlacementRoute placement) {
        var known = sessions.get(placement.shard());
        return known != null
                ? known
                : sessions.computeIfAbsent(placement.shard(), _ -> make(placement));
    }

    private ShardSession make(PlacementRoute placement) {
        var inFlight = new InFlight(admission.inFlightPerShard());
        Gauge.builder("quarry.shard.in.flight", inFlight, InFlight::used)
                .description("calls at the shard just now")
                .tag("shard", placement.shard())
                .register(registry);
        var timers = new CallTimers(registry, placement.shard());
        return begin(placement, inFlight, timers);
    }

    private ShardSession begin(PlacementRoute placement, InFlight inFlight, CallTimers timers) {
        var session = new ShardSession(placement, opener(placement), inFlight, timers);
        Thread.startVirtualThread(() -> session.connect(config.connectTimeout()));
        return session;
    }

    private ShardOpener opener(PlacementRoute placement) {
        for (var opener : openers) {
            if (opener.engine() == placement.engine()) {
                return opener;
            }
        }
        throw new StoreException.Unavailable(
                "no way to open a shard of " + placement.engine(), null);
    }

    /**
     * When the shard's address or log-in changed, calls under way end on the old session and the
     * next ones begin on a new one.
     */
    private void follow(PlacementRoute placement) {
        sessions.compute(
                placement.shard(),
                (_, session) -> {
                    if (session == null) {
                        return make(placement);
                    }
                    if (session.placement().equals(placement)) {
                        return session;
                    }
                    left.add(session);
                    return begin(placement, session.inFlight(), session.timers());
                });
    }

    /** Whether every session was tried to be connected, those just made too. */
    boolean allTried() {
        return sessions.values().stream().allMatch(ShardSession::isTried);
    }

    @Scheduled(every = "30s")
    void closeIdle() {
        sessions.values().stream()
                .filter(session -> session.isIdle(config.idleSession()))
                .forEach(ShardSession::close);
        left.removeIf(
                session -> {
                    var unused = session.isUnusedFor(config.longestDeadline());
                    if (unused) {
                        session.close();
                    }
                    return unused;
                });
    }

    void stop(@Observes ShutdownEvent event) {
        sessions.values().forEach(ShardSession::close);
        left.forEach(ShardSession::close);
    }

    @Override
    public void changed(RouteRecord record) {
        if (record instanceof RouteRecord.OfNamespace(Route route) && route.state().live()) {
            route.placements().stream()
                    .filter(placement -> isServed(placement.engine()))
                    .forEach(this::follow);
        }
    }

    /** A namespace is not told to be there before its shard can be called. */
    @Override
    public boolean isSettled() {
        return allTried();
    }

    private boolean isServed(Engine engine) {
        return openers.stream().anyMatch(opener -> opener.engine() == engine);
    }

    @Override
    public void dropped(RouteRecord record) {
        // the shard may serve other namespaces; an idle session closes by itself
    }
}
