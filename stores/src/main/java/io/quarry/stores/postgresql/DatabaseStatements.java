package io.quarry.stores.postgresql;

import io.quarry.stores.spi.NamespaceRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What is said to PostgreSQL. Each statement may be said twice, and a list of them may be broken
 * off anywhere and begun again. Names consist of a uid, which is checked, and what is added here,
 * so none needs escaping.
 */
final class DatabaseStatements {
    /** What the roles say that could not go, as their comment. */
    static final String DROPPED = "quarry: dropped";

    /** RFC 5803, as PostgreSQL keeps it: iterations, salt, stored key, server key. */
    private static final Pattern VERIFIER =
            Pattern.compile(
                    "SCRAM-SHA-256\\$[1-9][0-9]{0,9}:[A-Za-z0-9+/=]+\\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+");

    /** A session that forgets its transaction keeps dead rows and locks; it may say otherwise. */
    private static final Duration IDLE_IN_TRANSACTION = Duration.ofMinutes(10);

    private static final String READ_ONLY = "default_transaction_read_only";

    private DatabaseStatements() {}

    /**
     * @throws IllegalArgumentException where that is no uid
     */
    static String checked(String uid) {
        return new NamespaceRef(uid, 1).uid();
    }

    /** The role that owns everything in the database; nobody logs in as it. */
    static String owner(String uid) {
        return checked(uid) + "_owner";
    }

    static List<String> logins(String uid) {
        return Arrays.stream(Slot.values()).map(slot -> slot.role(uid)).toList();
    }

    /** Log-ins first: a role that has members goes last. */
    static List<String> all(String uid) {
        List<String> all = new ArrayList<>(logins(uid));
        all.add(owner(uid));
        return all;
    }

    /**
     * The owner and the log-ins, which begin locked. The role that says this becomes a member of
     * the owner, since nobody else may give a schema to it.
     */
    static List<String> roles(String uid, DatabaseLimits limits) {
        String owner = owner(uid);
        List<String> all = new ArrayList<>();
        all.add(createRole(owner));
        all.add("GRANT " + owner + " TO CURRENT_USER");
        for (String login : logins(uid)) {
            all.add(createRole(login));
            all.add("GRANT " + owner + " TO " + login);
            // what either of them makes belongs to the owner, so the other can use it
            all.add(beginsAs(login, owner));
            all.add(atMost(login, limits.maxConnections()));
            // the database says it, where the tenant cannot
            all.add("ALTER ROLE " + login + " RESET statement_timeout");
        }
        return all;
    }

    /**
     * Closed, because a new database lets everybody in until that is taken away. It belongs to the
     * role that says this: its owner may open it, lift its limits and hinder that it is dropped.
     */
    static String createDatabase(NamespaceRef namespace) {
        return "CREATE DATABASE " + namespace.structure() + " ALLOW_CONNECTIONS false";
    }

    /** Whom it belongs to, what it may take, and that nobody comes in who was not let in. */
    static List<String> guard(NamespaceRef namespace, DatabaseLimits limits) {
        String database = namespace.structure();
        return List.of(
                "ALTER DATABASE " + database + " OWNER TO CURRENT_USER",
                "REVOKE ALL ON DATABASE " + database + " FROM PUBLIC",
                preset(database, "statement_timeout", limits.statementTimeout()),
                preset(database, "idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION),
                "ALTER DATABASE "
                        + database
                        + " WITH ALLOW_CONNECTIONS true CONNECTION LIMIT "
                        + limits.maxConnections());
    }

    /** Said in the database itself, before its tenant is let in. */
    static List<String> inside(String uid) {
        String owner = owner(uid);
        return List.of(
                "CREATE SCHEMA IF NOT EXISTS public AUTHORIZATION " + owner,
                "ALTER SCHEMA public OWNER TO " + owner);
    }

    static String letIn(NamespaceRef namespace) {
        return "GRANT CONNECT, TEMPORARY, CREATE ON DATABASE "
                + namespace.structure()
                + " TO "
                + owner(namespace.uid());
    }

    static String close(NamespaceRef namespace) {
        return "ALTER DATABASE "
                + namespace.structure()
                + " WITH ALLOW_CONNECTIONS false IS_TEMPLATE false";
    }

    static String dropDatabase(NamespaceRef namespace) {
        return "DROP DATABASE IF EXISTS " + namespace.structure() + " WITH (FORCE)";
    }

    /** Once no database is left. */
    static String dropRole(String role) {
        return "DROP ROLE IF EXISTS " + role;
    }

    /** One that cannot go yet, because somebody else's database names it. */
    static List<String> leave(String role) {
        return List.of(lock(role), "COMMENT ON ROLE " + role + " IS '" + DROPPED + "'");
    }

    /**
     * A log-in as it was made, whatever was preset by who knew an earlier password.
     *
     * @throws IllegalArgumentException where that is no verifier, such as a password
     */
    static List<String> unlock(
            String uid, Slot slot, String verifier, List<NamespaceRef> databases) {
        if (!VERIFIER.matcher(verifier).matches()) {
            throw new IllegalArgumentException("not a SCRAM-SHA-256 verifier");
        }
        String login = slot.role(uid);
        List<String> all = new ArrayList<>();
        all.add("ALTER ROLE " + login + " RESET ALL");
        for (NamespaceRef each : databases) {
            all.add("ALTER ROLE " + login + " IN DATABASE " + each.structure() + " RESET ALL");
        }
        all.add(beginsAs(login, owner(uid)));
        all.add("ALTER ROLE " + login + " LOGIN PASSWORD '" + verifier + "'");
        return all;
    }

    static String lock(String role) {
        return "ALTER ROLE " + role + " NOLOGIN PASSWORD NULL";
    }

    /** What a role presets for itself ranks above its database, so that is taken back. */
    static List<String> hold(NamespaceRef namespace, Access access, int maxConnections) {
        String database = namespace.structure();
        List<String> all = new ArrayList<>();
        boolean writable = access == Access.WRITABLE;
        all.add(
                "ALTER DATABASE "
                        + database
                        + (writable ? " RESET " + READ_ONLY : " SET " + READ_ONLY + " = on"));
        for (String login : logins(namespace.uid())) {
            if (!writable) {
                all.add("ALTER ROLE " + login + " RESET " + READ_ONLY);
                all.add("ALTER ROLE " + login + " IN DATABASE " + database + " RESET " + READ_ONLY);
            }
            all.add(atMost(login, access == Access.SHUT ? 0 : maxConnections));
        }
        return all;
    }

    private static String preset(String database, String name, Duration value) {
        return "ALTER DATABASE " + database + " SET " + name + " = " + value.toMillis();
    }

    private static String beginsAs(String login, String owner) {
        return "ALTER ROLE " + login + " SET ROLE " + owner;
    }

    private static String atMost(String login, int connections) {
        return "ALTER ROLE " + login + " CONNECTION LIMIT " + connections;
    }

    /** There is no CREATE ROLE IF NOT EXISTS, and two workers may say this at once. */
    private static String createRole(String role) {
        return "DO $$ BEGIN CREATE ROLE "
                + role
                + " NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$";
    }
}
