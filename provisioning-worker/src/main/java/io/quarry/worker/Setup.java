package io.quarry.worker;

import io.quarkus.flyway.FlywayDataSource;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.access.Grant;
import io.quarry.metadata.access.Grants;
import io.quarry.metadata.access.Role;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.ShardState;
import io.quarry.metadata.shard.Shards;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/**
 * What must be there before anything serves: the schema, the first shard, the first administrator.
 * Safe to repeat: what an operator changed since, such as a shard that was cordoned, stays as it
 * is.
 */
@ApplicationScoped
class Setup {
    private static final Logger LOG = Logger.getLogger(Setup.class);

    private static final String CASSANDRA = "cassandra-1";
    private static final String POSTGRESQL = "postgresql-1";

    private final Flyway schema;
    private final Tenancy tenancy;
    private final Shards shards;
    private final Grants grants;
    private final WorkerConfig.Setup config;

    Setup(
            @FlywayDataSource("owner") Flyway schema,
            Tenancy tenancy,
            Shards shards,
            Grants grants,
            WorkerConfig config) {
        this.schema = schema;
        this.tenancy = tenancy;
        this.shards = shards;
        this.grants = grants;
        this.config = config.setup();
    }

    void run() {
        schema.migrate();
        config.cassandra1()
                .ifPresent(
                        endpoint ->
                                register(
                                        CASSANDRA,
                                        Engine.CASSANDRA,
                                        endpoint,
                                        Map.of(
                                                "provider",
                                                "existing",
                                                "datacenter",
                                                "datacenter1",
                                                "keyspace",
                                                "quarry")));
        config.postgresql1()
                .ifPresent(
                        endpoint ->
                                register(
                                        POSTGRESQL,
                                        Engine.POSTGRESQL,
                                        endpoint,
                                        Map.of("provider", "existing")));
        config.platformAdmin().ifPresent(this::grantFirstAdministrator);
        LOG.info("the database is ready");
    }

    private void register(String id, Engine engine, String endpoint, Map<String, String> settings) {
        tenancy.system(
                () -> {
                    Optional<Shard> known = shards.find(id);
                    return shards.register(
                            new Shard(
                                    id,
                                    engine,
                                    known.map(Shard::state).orElse(ShardState.ACTIVE),
                                    List.of(endpoint),
                                    known.map(Shard::labels).orElse(Map.of()),
                                    known.map(Shard::capacity).orElseGet(this::capacity),
                                    known.map(Shard::reserved).orElse(Capacity.NONE),
                                    id,
                                    settings));
                });
    }

    private Capacity capacity() {
        WorkerConfig.Room room = config.capacity();
        return new Capacity(
                room.cores() * 1_000L,
                room.memory().asLongValue(),
                room.disk().asLongValue(),
                room.readsPerSecond(),
                room.writesPerSecond(),
                room.tables());
    }

    private void grantFirstAdministrator(String address) {
        grants.put(
                new Grant(address, Role.PLATFORM_ADMIN, new Scope.Platform()),
                Caller.platform("provisioning-worker", "migrate"));
    }
}
