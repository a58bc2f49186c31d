package io.quarry.metadata.kit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The migrated schema under a name that only this run has, dropped at its end. Other processes use
 * the same database: a worker would carry out what a test asks for, a gateway that a test makes up
 * would be waited for, and a namespace of somebody else would take the room that a test counts.
 */
@WithTestResource(value = OwnSchema.class, scope = TestResourceScope.GLOBAL)
public final class OwnSchema implements QuarkusTestResourceLifecycleManager {
    static final String URL = "quarry.own-schema.url";

    private final String schema = "it_" + UUID.randomUUID().toString().substring(0, 8);

    @Override
    public Map<String, String> start() {
        execute(
                "CREATE SCHEMA %s; GRANT USAGE ON SCHEMA %s TO %s, %s"
                        .formatted(
                                schema,
                                schema,
                                BackDoor.env("TENANT_USER"),
                                BackDoor.env("SYSTEM_USER")));
        int migrations =
                Flyway.configure()
                        .dataSource(
                                url(), BackDoor.env("OWNER_USER"), BackDoor.env("OWNER_PASSWORD"))
                        .schemas(schema)
                        .createSchemas(false)
                        .load()
                        .migrate()
                        .migrationsExecuted;
        if (migrations == 0) {
            throw new IllegalStateException("nothing was migrated to " + schema);
        }
        return Map.of(URL, url());
    }

    @Override
    public void stop() {
        execute("SET lock_timeout = '20s'; DROP SCHEMA IF EXISTS %s CASCADE".formatted(schema));
    }

    private String url() {
        return BackDoor.env("URL") + "?currentSchema=" + schema;
    }

    private void execute(String sql) {
        PGSimpleDataSource owner =
                BackDoor.source(
                        BackDoor.env("URL"),
                        BackDoor.env("OWNER_USER"),
                        BackDoor.env("OWNER_PASSWORD"));
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("a schema of our own: " + sql, e);
        }
    }
}
