package io.quarry.local.server;

import io.quarry.local.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The tables of one version of Keycloak, kept after its first start: its own migration of an empty
 * database takes half of that start. Only structure is kept, and the log that tells the migration
 * what is done; a realm and its keys are never.
 */
final class KeycloakSchema {
    private static final String LOG = "databasechangelog";

    private final Path file;
    private final PostgresqlClient database;

    KeycloakSchema(Path file, PostgresqlClient database) {
        this.file = file;
        this.database = database;
    }

    /** Puts the tables into the database, if it is empty and they are known. */
    void restore() throws IOException, InterruptedException {
        if (!Files.exists(file) || exists()) {
            return;
        }
        try {
            database.script(Files.readString(file), "--single-transaction");
        } catch (StackException e) {
            // of another version of PostgreSQL perhaps: Keycloak makes them itself, as the first
            // did
            Files.delete(file);
        }
    }

    /** Keeps the tables that the database has now. */
    void keep() throws IOException, InterruptedException {
        if (Files.exists(file)) {
            return;
        }
        String tables =
                database.dump("--schema-only")
                        + database.dump("--data-only", "--table=" + LOG + "*");
        Path fresh = Files.createTempFile(file.getParent(), "schema", ".sql");
        Files.writeString(fresh, tables);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private boolean exists() throws IOException, InterruptedException {
        return database.script("SELECT to_regclass('" + LOG + "') IS NOT NULL").trim().equals("t");
    }
}
