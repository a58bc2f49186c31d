package io.quarry.worker.workflow;

import io.quarry.metadata.capacity.Buckets;
import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.TimeSeriesSpec;
import io.quarry.metadata.namespace.Writes;
import io.quarry.metadata.row.DatabaseClock;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.stores.cassandra.CassandraConfig;
import io.quarry.stores.cassandra.CassandraShard;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Provisioner;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tables, by a session a cluster, opened when first needed. */
@ApplicationScoped
public class CassandraStructures implements EngineStructures {
    private final StructureLogins logins;
    private final Clock clock;
    private final Tenancy tenancy;
    private final DatabaseClock databaseClock;
    private final ConcurrentHashMap<String, Open> open = new ConcurrentHashMap<>();

    CassandraStructures(
            StructureLogins logins, Clock clock, Tenancy tenancy, DatabaseClock databaseClock) {
        this.logins = logins;
        this.clock = clock;
        this.tenancy = tenancy;
        this.databaseClock = databaseClock;
    }

    @Override
    public Act open(Shard shard, Namespace namespace) {
        Provisioner provisioner = provisioner(shard);
        NamespaceRef tables = EngineStructures.structure(namespace);
        Layout layout = layout(namespace);
        return Act.of(deadline -> provisioner.ensure(tables, layout, deadline));
    }

    private Layout layout(Namespace namespace) {
        return switch (namespace.spec().abstraction()) {
            case COUNTER -> Layout.counter();
            case TIME_SERIES -> slices(namespace);
            case KEY_VALUE -> records(namespace.spec().writes());
            case SEARCH, CACHE, OBJECT, DATASET, RELATIONAL -> Layout.keyValue();
        };
    }

    private static Layout records(Writes writes) {
        return switch (writes) {
            case LAST_WRITE_WINS -> Layout.keyValue();
            case CONDITIONAL -> Layout.conditional();
        };
    }

    private Layout slices(Namespace namespace) {
        TimeSeriesSpec said =
                Objects.requireNonNullElse(namespace.spec().timeSeries(), TimeSeriesSpec.DEFAULT);
        return slices(namespace, said, tenancy.system(databaseClock::now));
    }

    /** Of the oldest event that may come, up to those that are made ahead. */
    static Layout.TimeSeries slices(Namespace namespace, TimeSeriesSpec said, Instant now) {
        Buckets buckets =
                Objects.requireNonNull(
                        namespace.status().effective().layout().buckets(),
                        "a time-series is planned with buckets");
        Duration slice = Objects.requireNonNull(buckets.slice(), "and with slices").duration();
        return new Layout.TimeSeries(
                said.oldestTaken(now),
                now.plus(buckets.ahead()),
                slice,
                buckets.time().duration(),
                Math.toIntExact(Math.min(buckets.events(), Integer.MAX_VALUE)));
    }

    /** Only gateways come in, and the route tells them. */
    @Override
    public Act close(Shard shard, Namespace namespace) {
        return Act.nothing();
    }

    @Override
    public Act drop(Shard shard, Namespace namespace, Tally tally) {
        Provisioner provisioner = provisioner(shard);
        String uid = namespace.uid().value();
        return Act.of(
                deadline ->
                        provisioner
                                .list(uid, deadline)
                                .forEach(table -> provisioner.drop(table, deadline)));
    }

    /** By a session of its own, which ends with the question. */
    @Override
    public String probe(Shard shard, Deadline deadline) {
        try (CassandraShard asked = session(shard)) {
            return asked.probe(deadline);
        }
    }

    @Override
    public Set<String> identity(Shard shard, Deadline deadline) {
        try (CassandraShard asked = session(shard)) {
            return asked.identity(deadline);
        }
    }

    /** A session of the caller's own, not open yet, which the caller ends. */
    public CassandraShard session(Shard shard) {
        return connect(Reached.of(shard));
    }

    /** By the session that changes structure there. */
    Provisioner provisioner(Shard shard) {
        Reached reached = Reached.of(shard);
        return open.compute(shard.id(), (_, known) -> kept(known, reached)).session().provisioner();
    }

    private Open kept(@Nullable Open known, Reached reached) {
        if (known != null && known.reached().equals(reached)) {
            return known;
        }
        Open fresh = new Open(reached, connect(reached));
        if (known != null) {
            known.session().close();
        }
        return fresh;
    }

    private CassandraShard connect(Reached shard) {
        StructureLogins.Login login = logins.of(shard.credentialRef());
        return new CassandraShard(
                CassandraConfig.of(
                        CassandraConfig.endpoints(String.join(",", shard.endpoints())),
                        shard.datacenter(),
                        shard.keyspace(),
                        login.username(),
                        login.password()),
                clock);
    }

    @PreDestroy
    void close() {
        open.values().forEach(each -> each.session().close());
    }

    private record Open(Reached reached, CassandraShard session) {}

    /** What a session depends on: a shard that is registered again elsewhere gets another one. */
    private record Reached(
            String id,
            List<String> endpoints,
            String datacenter,
            String keyspace,
            String credentialRef) {
        static Reached of(Shard shard) {
            return new Reached(
                    shard.id(),
                    shard.endpoints(),
                    shard.settings().getOrDefault("datacenter", "datacenter1"),
                    shard.settings().getOrDefault("keyspace", "quarry"),
                    shard.credentialRef());
        }
    }
}
