package io.quarry.stores.postgresql;

import io.quarry.stores.spi.NamespaceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What is said to PostgreSQL. Each statement may be said twice, and a list of them may be broken
 * off anywhere and begun again. Names consist of a uid and what is added here, so none needs
 * escaping.
 */
final class DatabaseStatements {
    /** RFC 5803, as PostgreSQL keeps it: iterations, salt, stored key, server key. */
    private static final Pattern VERIFIER =
            Pattern.compile(
                    "SCRAM-SHA-256\\$[1-9][0-9]{0,9}:[A-Za-z0-9+/=]+\\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+");

    private DatabaseStatements() {}

    /** The role that owns everything in the database; nobody logs in as it. */
    static String owner(String uid) {
        return uid + "_owner";
    }

    /**
     * The owner and the log-ins, which begin locked. The role that says this becomes a member of
     * the owner, since nobody else may make or drop a database of it.
     */
    static List<String> roles(String uid, DatabaseLimits limits) {
        String owner = owner(uid);
        List<String> all = new ArrayList<>();
        all.add(createRole(owner));
        all.add("GRANT " + owner + " TO CURRENT_USER");
        for (Slot slot : Slot.values()) {
            String login = slot.role(uid);
            all.add(createRole(login));
            all.add("GRANT " + owner + " TO " + login);
            // what either of them makes belongs to the owner, so the other can use it
            all.add("ALTER ROLE " + login + " SET ROLE " + owner);
            all.add("ALTER ROLE " + login + " CONNECTION LIMIT " + limits.maxConnections());
            all.add(
                    "ALTER ROLE "
                            + login
                            + " SET statement_timeout = "
                            + limits.statementTimeout().toMillis());
            // whoever measures the database says it again where it is full
            all.add(writable(login));
        }
        return all;
    }

    /** Closed, because a new database lets everybody in until that is taken away. */
    static String createDatabase(NamespaceRef namespace) {
        return "CREATE DATABASE "
                + namespace.structure()
                + " OWNER "
                + owner(namespace.uid())
                + " ALLOW_CONNECTIONS false";
    }

    /** Nobody but its own log-ins comes in. */
    static List<String> open(NamespaceRef namespace, DatabaseLimits limits) {
        String database = namespace.structure();
        return List.of(
                "REVOKE ALL ON DATABASE " + database + " FROM PUBLIC",
                "ALTER DATABASE "
                        + database
                        + " WITH ALLOW_CONNECTIONS true CONNECTION LIMIT "
                        + limits.maxConnections());
    }

    static String close(NamespaceRef namespace) {
        return "ALTER DATABASE " + namespace.structure() + " WITH ALLOW_CONNECTIONS false";
    }

    static String dropDatabase(NamespaceRef namespace) {
        return "DROP DATABASE IF EXISTS " + namespace.structure() + " WITH (FORCE)";
    }

    /** Once no database is left; a role that owns one cannot go. */
    static List<String> dropRoles(String uid) {
        List<String> all = new ArrayList<>();
        for (Slot slot : Slot.values()) {
            all.add("DROP ROLE IF EXISTS " + slot.role(uid));
        }
        all.add("DROP ROLE IF EXISTS " + owner(uid));
        return all;
    }

    /**
     * @throws IllegalArgumentException where that is no verifier, such as a password
     */
    static String unlock(String role, String verifier) {
        if (!VERIFIER.matcher(verifier).matches()) {
            throw new IllegalArgumentException("not a SCRAM-SHA-256 verifier");
        }
        return "ALTER ROLE " + role + " LOGIN PASSWORD '" + verifier + "'";
    }

    static String readOnly(String role) {
        return "ALTER ROLE " + role + " SET default_transaction_read_only = on";
    }

    static String writable(String role) {
        return "ALTER ROLE " + role + " RESET default_transaction_read_only";
    }

    static String lock(String role) {
        return "ALTER ROLE " + role + " NOLOGIN PASSWORD NULL";
    }

    /** There is no CREATE ROLE IF NOT EXISTS, and two workers may say this at once. */
    private static String createRole(String role) {
        return "DO $$ BEGIN CREATE ROLE "
                + role
                + " NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$";
    }
}
