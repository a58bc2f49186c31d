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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/**
 * What must be there before anything serves: the schema, the first shard of each engine, the first
 * administrator. Safe to repeat: what an operator changed since, such as a shard that was cordoned,
 * stays as it is.
 */
@ApplicationScoped
class Setup {
    private static final Logger LOG = Logger.getLogger(Setup.class);

    private static final String FIRST = "-1";
    private static final Map<String, String> NOTHING = Map.of();
    private static final Map<String, String> IN_CASSANDRA =
            Map.of("datacenter", "datacenter1", "keyspace", "quarry");

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
        registerFirstShards();
        config.platformAdmin().ifPresent(this::grantFirstAdministrator);
        LOG.info("the database is ready");
    }

    private void registerFirstShards() {
        config.cassandra1().ifPresent(nodes -> register(Engine.CASSANDRA, nodes, IN_CASSANDRA));
        config.elasticsearch1().ifPresent(nodes -> register(Engine.ELASTICSEARCH, nodes, NOTHING));
        config.memcached1().ifPresent(nodes -> register(Engine.MEMCACHED, nodes, NOTHING));
        config.postgresql1().ifPresent(nodes -> register(Engine.POSTGRESQL, nodes, NOTHING));
        config.s3().ifPresent(nodes -> register(Engine.S3, nodes, NOTHING));
    }

    /**
     * @param nodes {@code host:port} with commas between
     */
    private void register(Engine engine, String nodes, Map<String, String> settings) {
        String id = engine.name().toLowerCase(Locale.ROOT) + FIRST;
        Map<String, String> said = new HashMap<>(settings);
        said.put("provider", "existing");
        Shard _ =
                tenancy.system(
                        () -> {
                            Optional<Shard> known = shards.find(id);
                            return shards.register(
                                    new Shard(
                                            id,
                                            engine,
                                            known.map(Shard::state).orElse(ShardState.ACTIVE),
                                            List.of(nodes.split(",", -1)),
                                            known.map(Shard::labels).orElse(Map.of()),
                                            known.map(Shard::capacity)
                                                    .orElseGet(() -> capacity(engine)),
                                            known.map(Shard::reserved).orElse(Capacity.NONE),
                                            id,
                                            said));
                        });
    }

    private Capacity capacity(Engine engine) {
        WorkerConfig.Room room = config.capacity();
        return new Capacity(
                room.cores() * 1_000L,
                room.memory().asLongValue(),
                room.disk().asLongValue(),
                room.readsPerSecond(),
                room.writesPerSecond(),
                objects(engine));
    }

    private long objects(Engine engine) {
        return switch (engine) {
            case CASSANDRA -> config.capacity().tables();
            case ELASTICSEARCH -> config.capacity().indexShards();
            case MEMCACHED, POSTGRESQL, S3 -> config.capacity().others();
        };
    }

    /** That it means somebody already is left alone, unless the configuration says otherwise. */
    private void grantFirstAdministrator(String address) {
        Scope platform = new Scope.Platform();
        Caller migration = Caller.platform("provisioning-worker", "migrate");
        if (config.platformAdminAnew()) {
            boolean _ = grants.forget(address, platform, migration);
        }
        grants.put(new Grant(address, Role.PLATFORM_ADMIN, platform), migration);
    }
}
