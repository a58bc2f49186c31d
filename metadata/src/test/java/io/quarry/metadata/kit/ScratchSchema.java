package io.quarry.metadata.kit;

import io.quarry.metadata.shard.Capacity;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Jdbi;

/** A schema that is migrated step by step, and dropped at the end. */
public final class ScratchSchema implements AutoCloseable {
    private final String schema = "it_" + UUID.randomUUID().toString().substring(0, 8);

    private ScratchSchema() {}

    /** With the migrations up to that version. */
    public static ScratchSchema migratedTo(String version) {
        ScratchSchema it = new ScratchSchema();
        it.as("OWNER")
                .useHandle(
                        handle ->
                                handle.execute(
                                        "CREATE SCHEMA %s; GRANT USAGE ON SCHEMA %s TO %s, %s"
                                                .formatted(
                                                        it.schema,
                                                        it.schema,
                                                        BackDoor.env("TENANT_USER"),
                                                        BackDoor.env("SYSTEM_USER"))));
        int _ = it.flyway().target(version).load().migrate().migrationsExecuted;
        return it;
    }

    /** With all migrations. */
    public void migrate() {
        int _ = flyway().load().migrate().migrationsExecuted;
    }

    public void system(String sql) {
        as("SYSTEM").useHandle(handle -> handle.execute(sql));
    }

    public void tenant(String tenant, String... statements) {
        as("TENANT")
                .useTransaction(
                        handle -> {
                            BackDoor.context(handle, tenant);
                            for (String sql : statements) {
                                int _ = handle.execute(sql);
                            }
                        });
    }

    public String string(String sql) {
        return as("SYSTEM").withHandle(handle -> handle.select(sql).mapTo(String.class).one());
    }

    public Capacity ledger(String shard) {
        return as("SYSTEM").withHandle(handle -> BackDoor.ledger(handle, shard, false));
    }

    @Override
    public void close() {
        as("OWNER").useHandle(handle -> handle.execute("DROP SCHEMA " + schema + " CASCADE"));
    }

    private FluentConfiguration flyway() {
        return Flyway.configure()
                .dataSource(url(), BackDoor.env("OWNER_USER"), BackDoor.env("OWNER_PASSWORD"))
                .schemas(schema)
                .createSchemas(false);
    }

    private Jdbi as(String role) {
        return Jdbi.create(
                BackDoor.source(
                        url(), BackDoor.env(role + "_USER"), BackDoor.env(role + "_PASSWORD")));
    }

    private String url() {
        return BackDoor.env("URL") + "?currentSchema=" + schema;
    }
}
