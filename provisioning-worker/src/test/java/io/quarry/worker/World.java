package io.quarry.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.access.Caller;
import io.quarry.metadata.access.Visible;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.Accepted;
import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.namespace.RetiredNamespaces;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.operation.Intervention;
import io.quarry.metadata.operation.Interventions;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.OperationFilter;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Operations;
import io.quarry.metadata.operation.StepState;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.Fleet;
import io.quarry.metadata.shard.FleetShard;
import io.quarry.metadata.shard.NewShard;
import io.quarry.metadata.shard.Provider;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.Shards;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.metadata.tenant.TenantSpec;
import io.quarry.metadata.tenant.Tenants;
import io.quarry.stores.cassandra.CassandraConfig;
import io.quarry.stores.cassandra.CassandraShard;
import io.quarry.stores.postgresql.PostgresqlConfig;
import io.quarry.stores.postgresql.PostgresqlShard;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the tests do and see through metadata's doors and in Cassandra itself. This process has the
 * rights of platform-api; only the workers that the tests start have a worker's.
 */
@ApplicationScoped
class World {
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Capacity ROOMY =
            new Capacity(1_000_000, 1L << 50, 1L << 50, 1_000_000, 1_000_000, 1_000);

    /** Of a namespace that is a database. */
    static final NamespaceSpec DATABASE = NamespaceSpec.of(Abstraction.RELATIONAL);

    private final Tenants tenants;
    private final Tenancy tenancy;
    private final Namespaces namespaces;
    private final RetiredNamespaces retired;
    private final Operations operations;
    private final Interventions interventions;
    private final Shards shards;
    private final Fleet fleet;
    private final EngineShards engines;
    private final WorkerConfig config;
    private final Map<Uid, TenantId> owners = new ConcurrentHashMap<>();
    private @Nullable CassandraShard cassandra;

    World(
            Tenants tenants,
            Tenancy tenancy,
            Namespaces namespaces,
            RetiredNamespaces retired,
            Operations operations,
            Interventions interventions,
            Shards shards,
            Fleet fleet,
            EngineShards engines,
            WorkerConfig config) {
        this.tenants = tenants;
        this.tenancy = tenancy;
        this.namespaces = namespaces;
        this.retired = retired;
        this.operations = operations;
        this.interventions = interventions;
        this.shards = shards;
        this.fleet = fleet;
        this.engines = engines;
        this.config = config;
    }

    /** A migrated database with a tenant of a name that was not there before. */
    TenantId freshTenant() throws IOException, InterruptedException {
        WorkerProcess.migrate();
        TenantId tenant = TenantId.of("it-" + UUID.randomUUID().toString().substring(0, 8));
        tenants.put(tenant, new TenantSpec("worker tests"), caller(null));
        return tenant;
    }

    Operation create(NamespaceId id) {
        return create(id, NamespaceSpec.keyValue());
    }

    Operation create(NamespaceId id, NamespaceSpec spec) {
        Accepted accepted = namespaces.put(id, spec, caller(null), true);
        Operation operation = ((Accepted.Created) accepted).operation();
        owners.put(operation.target().uid(), id.tenant());
        return operation;
    }

    /** And what its store has to know changes too, where its abstraction has such. */
    Operation describe(NamespaceId id, String description) {
        Namespace now = namespaces.find(id).orElseThrow();
        NamespaceSpec wanted = Specs.changed(now.spec(), description);
        return ((Accepted.Changed) namespaces.put(id, wanted, caller(now.revision()), false))
                .operation();
    }

    Operation retire(NamespaceId id, Duration retention) {
        return namespaces.retire(id, retention, caller(null));
    }

    Operation restore(NamespaceId id, Uid uid) {
        return retired.restore(id.tenant(), uid, caller(null));
    }

    /**
     * The stack's Cassandra under another name, with so little room that no namespace is placed
     * there.
     *
     * @param endpoint where it is said to be
     */
    Operation register(String shard, String endpoint) {
        return register(
                shard,
                Engine.CASSANDRA,
                List.of(endpoint),
                "cassandra-1",
                Map.of("datacenter", "datacenter1"));
    }

    /** With as little room. */
    Operation register(
            String shard,
            Engine engine,
            List<String> endpoints,
            String credentialRef,
            Map<String, String> settings) {
        return fleet.register(
                new NewShard(
                        shard,
                        engine,
                        Provider.EXISTING,
                        endpoints,
                        Map.of(),
                        new Capacity(1, 1, 1, 1, 1, 1),
                        credentialRef,
                        settings),
                caller(null));
    }

    /** With its own log-in, and room for what asks for its labels. */
    Operation register(
            String shard, Engine engine, List<String> endpoints, Map<String, String> labels) {
        return fleet.register(
                new NewShard(
                        shard,
                        engine,
                        Provider.EXISTING,
                        endpoints,
                        labels,
                        ROOMY,
                        shard,
                        Map.of()),
                caller(null));
    }

    /** One that the worker starts, with room for what asks for its labels. */
    Operation start(String shard, Engine engine, Map<String, String> labels) {
        return fleet.register(
                new NewShard(shard, engine, Provider.LOCAL, null, labels, ROOMY, null, null),
                caller(null));
    }

    void cordon(String shard) {
        FleetShard _ = fleet.cordon(shard, caller(null));
    }

    void uncordon(String shard) {
        FleetShard _ = fleet.uncordon(shard, caller(null));
    }

    Operation drain(String shard) {
        return fleet.drain(shard, caller(null));
    }

    Operation retire(String shard) {
        return fleet.retire(shard, caller(null));
    }

    FleetShard shard(String id) {
        return fleet.find(id).orElseThrow();
    }

    String cassandraEndpoint() {
        return config.setup().cassandra1().orElseThrow();
    }

    Operation cancel(UUID operation) {
        return interventions.carryOut(Intervention.CANCEL, operation(operation), caller(null));
    }

    /** It waits there, and says why. */
    Operation awaitWaiting(UUID operation, String step) throws InterruptedException {
        return Awaiting.until(
                "operation " + operation + " waiting at " + step,
                PATIENCE,
                () -> operation(operation),
                now ->
                        now.steps().stream()
                                .anyMatch(
                                        each ->
                                                each.name().equals(step)
                                                        && each.state() == StepState.WAITING));
    }

    Operation awaitEnd(UUID operation) throws InterruptedException {
        return Awaiting.until(
                "the end of operation " + operation,
                PATIENCE,
                () -> operation(operation),
                Operation::ended);
    }

    Operation operation(UUID id) {
        return operations.find(id).orElseThrow();
    }

    /** That went by when the retention of what had the name was over. */
    List<Operation> purges(NamespaceId id) {
        return operations
                .list(
                        new OperationFilter(
                                new Visible.Only(Set.of(id.tenant())),
                                id.tenant(),
                                id.name(),
                                OperationType.PURGE_NAMESPACE,
                                null),
                        PageRequest.first())
                .items();
    }

    /** It ended well, with every step done. */
    void assertSucceeded(Operation operation) {
        assertThat(operation.state()).as(operation.toString()).isEqualTo("SUCCEEDED");
        assertThat(operation.steps()).allMatch(step -> step.state() == StepState.DONE);
        assertThat(operation.problem()).isNull();
    }

    void assertServed(Uid uid) {
        Namespace namespace = byUid(uid);
        assertThat(namespace.status().state()).isEqualTo(NamespaceState.ACTIVE);
        assertThat(structures(uid))
                .containsExactlyElementsOf(
                        namespace.spec().chosenEngine() == Engine.MEMCACHED
                                ? List.of()
                                : List.of(
                                        new NamespaceRef(uid.value(), namespace.status().epoch())));
    }

    Namespace byUid(Uid uid) {
        return tenancy.call(Objects.requireNonNull(owners.get(uid)), () -> namespaces.byUid(uid));
    }

    /** What the ledger says is taken, shard by shard. */
    List<Capacity> reserved() {
        return shards.list().stream().map(Shard::reserved).toList();
    }

    /** Nothing is left but history: no table, no placement, and so no reservation. */
    void assertGone(NamespaceId id, Uid uid) {
        assertThat(structures(uid)).as("tables of " + id).isEmpty();
        Namespace namespace = byUid(uid);
        assertThat(namespace.status().state()).isEqualTo(NamespaceState.PURGED);
        assertThat(namespace.status().placements()).isEmpty();
        assertThat(namespaces.find(id).map(Namespace::uid))
                .isNotEqualTo(java.util.Optional.of(uid));
    }

    /** What its engine holds of it; a place in a pool of memcached is nothing to be held. */
    List<NamespaceRef> structures(Uid uid) {
        Deadline deadline = Deadline.after(Duration.ofSeconds(10));
        return switch (byUid(uid).spec().chosenEngine()) {
            case POSTGRESQL -> databases().list(uid.value(), deadline);
            case ELASTICSEARCH -> engines.indices(uid.value());
            case S3 -> engines.buckets(uid.value());
            case MEMCACHED -> List.of();
            case CASSANDRA -> cassandra().provisioner().list(uid.value(), deadline);
        };
    }

    /** The stack's PostgreSQL for tenants, as the role that the worker has there. */
    PostgresqlShard databases() {
        Properties credentials = credentials();
        return new PostgresqlShard(
                new PostgresqlConfig(
                        List.of(config.setup().postgresql1().orElseThrow()),
                        "postgres",
                        "prefer",
                        credentials.getProperty("postgresql-1.structure.username"),
                        credentials.getProperty("postgresql-1.structure.password")));
    }

    /** Likewise, for what no worker says. */
    Connection structure() throws SQLException {
        Properties credentials = credentials();
        return DriverManager.getConnection(
                "jdbc:postgresql://" + config.setup().postgresql1().orElseThrow() + "/postgres",
                credentials.getProperty("postgresql-1.structure.username"),
                credentials.getProperty("postgresql-1.structure.password"));
    }

    private Properties credentials() {
        Path file = config.stores().credentialsFile().orElseThrow();
        Properties credentials = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            credentials.load(in);
        } catch (IOException e) {
            throw new AssertionError("no credentials in " + file, e);
        }
        return credentials;
    }

    synchronized CassandraShard cassandra() {
        CassandraShard open = cassandra;
        if (open == null) {
            Properties credentials = credentials();
            open =
                    new CassandraShard(
                            CassandraConfig.of(
                                    CassandraConfig.endpoints(
                                            config.setup().cassandra1().orElseThrow()),
                                    "datacenter1",
                                    "quarry",
                                    credentials.getProperty("cassandra-1.structure.username"),
                                    credentials.getProperty("cassandra-1.structure.password")),
                            Clock.systemUTC());
            cassandra = open;
        }
        return open;
    }

    @PreDestroy
    void close() {
        CassandraShard open = cassandra;
        if (open != null) {
            open.close();
        }
    }

    private static Caller caller(@Nullable Long ifMatch) {
        Caller platform = Caller.platform("worker-tests", UUID.randomUUID().toString());
        return new Caller(platform.principal(), platform.requestId(), null, ifMatch);
    }
}
