package io.quarry.api.admission;

import io.quarry.api.routes.RouteTable;
import io.quarry.metadata.route.Route;
import io.quarry.metadata.route.RouteRecord;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A bucket for reads and one for writes a namespace, filled at the rates of its route. Buckets go
 * with their namespace, and a changed rate makes a new, full bucket.
 */
@Singleton
public class Admission implements RouteTable.Listener {
    private final AdmissionConfig config;
    private final ConcurrentHashMap<String, Rates> byUid = new ConcurrentHashMap<>();

    private record Rates(double reads, double writes, Rate read, Rate write) {}

    @Inject
    public Admission(AdmissionConfig config, RouteTable table) {
        this.config = config;
        table.listen(this);
    }

    /** Takes units from the namespace's bucket; null when they were there. */
    public @Nullable Throttled take(Route route, boolean write, long units) {
        return bucket(route, write).take(units);
    }

    /**
     * Takes units whose number was known only afterwards; the namespace's next calls wait for them.
     */
    public void owe(Route route, boolean write, long units) {
        if (units > 0) {
            bucket(route, write).owe(units);
        }
    }

    private Rate bucket(Route route, boolean write) {
        var rates = byUid.get(route.uid().value());
        if (rates == null) {
            rates = byUid.computeIfAbsent(route.uid().value(), _ -> make(route));
        }
        return write ? rates.write() : rates.read();
    }

    private Rates make(Route route) {
        var reads = orDefault(route.limits().readsPerSecond(), config.defaultReadsPerSecond());
        var writes = orDefault(route.limits().writesPerSecond(), config.defaultWritesPerSecond());
        return new Rates(
                reads,
                writes,
                new Rate(Throttled.Limit.READS, reads, config.burstSeconds(), config.leastBurst()),
                new Rate(
                        Throttled.Limit.WRITES,
                        writes,
                        config.burstSeconds(),
                        config.leastBurst()));
    }

    private static double orDefault(double rate, int byDefault) {
        return rate > 0 ? rate : byDefault;
    }

    @Override
    public void changed(RouteRecord record) {
        if (record instanceof RouteRecord.OfNamespace(Route route)) {
            byUid.computeIfPresent(
                    route.uid().value(),
                    (_, rates) -> {
                        if (!route.state().live()) {
                            return null;
                        }
                        var fresh = make(route);
                        return fresh.reads() == rates.reads() && fresh.writes() == rates.writes()
                                ? rates
                                : fresh;
                    });
        }
    }

    @Override
    public void dropped(RouteRecord record) {
        byUid.remove(record.key());
    }

    int namespaces() {
        return byUid.size();
    }
}
