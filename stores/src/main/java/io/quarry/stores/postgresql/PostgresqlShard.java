package io.quarry.stores.postgresql;

import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.StoreException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Tenants' databases on one shard. Every call is idempotent and opens a connection of its own,
 * since structure changes seldom; a caller that saw a {@link StoreException} repeats it.
 */
public final class PostgresqlShard {
    private static final String DUPLICATE_DATABASE = "42P04";

    /** Sizes of databases that the role may not ask for are left out. */
    private static final String VITALS =
            """
            SELECT (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
                current_setting('max_connections')::bigint, count(*),
                coalesce(sum(CASE WHEN pg_has_role('pg_read_all_stats', 'USAGE') OR has_database_privilege(oid, 'CONNECT')
                    THEN pg_database_size(oid) END), 0)::bigint
            FROM pg_database WHERE NOT datistemplate
            """;

    private final PostgresqlConfig config;

    public PostgresqlShard(PostgresqlConfig config) {
        this.config = config;
    }

    /** The server's version, which tells that the log-in works. */
    public String probe(Deadline deadline) {
        return on(deadline, connection -> texts(connection, "SHOW server_version").getFirst());
    }

    public PostgresqlVitals vitals(Deadline deadline) {
        return on(
                deadline,
                connection -> {
                    try (Statement statement = connection.createStatement();
                            ResultSet row = statement.executeQuery(VITALS)) {
                        row.next();
                        return new PostgresqlVitals(
                                row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
                    }
                });
    }

    /**
     * The database with its roles, within these limits, open to the log-ins that have a password.
     */
    public void ensure(NamespaceRef namespace, DatabaseLimits limits, Deadline deadline) {
        run(
                deadline,
                connection -> {
                    execute(connection, DatabaseStatements.roles(namespace.uid(), limits));
                    if (!exists(connection, namespace)) {
                        create(connection, namespace);
                    }
                    execute(connection, DatabaseStatements.open(namespace, limits));
                });
    }

    /** Nobody comes in any more, and who is in is put out; what is in the database stays. */
    public void close(NamespaceRef namespace, Deadline deadline) {
        run(
                deadline,
                connection -> {
                    if (exists(connection, namespace)) {
                        execute(connection, List.of(DatabaseStatements.close(namespace)));
                    }
                    for (Slot slot : Slot.values()) {
                        endSessions(connection, slot.role(namespace.uid()));
                    }
                });
    }

    /** Drops every database of the namespace with all that is in it, and then its roles. */
    public void drop(String uid, Deadline deadline) {
        run(
                deadline,
                connection -> {
                    for (NamespaceRef each : list(connection, uid)) {
                        execute(connection, List.of(DatabaseStatements.dropDatabase(each)));
                    }
                    execute(connection, DatabaseStatements.dropRoles(uid));
                });
    }

    /** The databases of one namespace, by epoch. */
    public List<NamespaceRef> list(String uid, Deadline deadline) {
        return on(deadline, connection -> list(connection, uid));
    }

    /**
     * From now on the log-in has the password that the verifier is of; nothing if the namespace's
     * roles are gone.
     *
     * @param verifier SCRAM-SHA-256, so that no password is in the server's log
     */
    public void unlock(String uid, Slot slot, String verifier, Deadline deadline) {
        String role = slot.role(uid);
        String statement = DatabaseStatements.unlock(role, verifier);
        run(
                deadline,
                connection -> {
                    if (isRole(connection, role)) {
                        execute(connection, List.of(statement));
                    }
                });
    }

    /** The log-in has no password any more, and its sessions end. */
    public void lock(String uid, Slot slot, Deadline deadline) {
        String role = slot.role(uid);
        run(
                deadline,
                connection -> {
                    if (isRole(connection, role)) {
                        execute(connection, List.of(DatabaseStatements.lock(role)));
                    }
                    endSessions(connection, role);
                });
    }

    /** What each database takes on disk, in bytes, by its name. */
    public Map<String, Long> sizes(Deadline deadline) {
        return on(
                deadline,
                connection -> {
                    Map<String, Long> all = new HashMap<>();
                    try (Statement statement = connection.createStatement();
                            ResultSet rows =
                                    statement.executeQuery(
                                            "SELECT datname, pg_database_size(oid) FROM pg_database")) {
                        while (rows.next()) {
                            all.put(rows.getString(1), rows.getLong(2));
                        }
                    }
                    return all;
                });
    }

    /**
     * Transactions of the namespace's log-ins begin as read-only, from now on and in sessions that
     * are open, which end for that. One that says READ WRITE may still write, or nothing could be
     * deleted.
     */
    public void makeReadOnly(String uid, Deadline deadline) {
        run(
                deadline,
                connection -> {
                    for (String role : logins(connection, uid)) {
                        execute(connection, List.of(DatabaseStatements.readOnly(role)));
                        endSessions(connection, role);
                    }
                });
    }

    /** The reverse; sessions that are open stay as they are. */
    public void makeWritable(String uid, Deadline deadline) {
        run(
                deadline,
                connection -> {
                    for (String role : logins(connection, uid)) {
                        execute(connection, List.of(DatabaseStatements.writable(role)));
                    }
                });
    }

    /** The roles of the namespace's log-ins that are there. */
    private static List<String> logins(Connection connection, String uid) throws SQLException {
        List<String> all = new ArrayList<>();
        for (Slot slot : Slot.values()) {
            String role = slot.role(uid);
            if (isRole(connection, role)) {
                all.add(role);
            }
        }
        return all;
    }

    private static void create(Connection connection, NamespaceRef namespace) throws SQLException {
        try {
            execute(connection, List.of(DatabaseStatements.createDatabase(namespace)));
        } catch (SQLException e) {
            if (!DUPLICATE_DATABASE.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private static boolean exists(Connection connection, NamespaceRef namespace)
            throws SQLException {
        return list(connection, namespace.uid()).contains(namespace);
    }

    private static List<NamespaceRef> list(Connection connection, String uid) throws SQLException {
        List<NamespaceRef> all = new ArrayList<>();
        for (String name :
                texts(
                        connection,
                        "SELECT datname FROM pg_database WHERE starts_with(datname, ? || '_')",
                        uid)) {
            NamespaceRef structure = NamespaceRef.ofStructure(name);
            if (structure != null) {
                all.add(structure);
            }
        }
        all.sort(Comparator.comparingInt(NamespaceRef::epoch));
        return all;
    }

    private static boolean isRole(Connection connection, String role) throws SQLException {
        return !texts(connection, "SELECT rolname FROM pg_roles WHERE rolname = ?", role).isEmpty();
    }

    private static void endSessions(Connection connection, String role) throws SQLException {
        List<String> _ =
                texts(
                        connection,
                        "SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE usename ="
                                + " ?",
                        role);
    }

    private static void execute(Connection connection, List<String> statements)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                boolean _ = statement.execute(each);
            }
        }
    }

    private static List<String> texts(Connection connection, String query, String... arguments)
            throws SQLException {
        List<String> all = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setString(i + 1, arguments[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.add(rows.getString(1));
                }
            }
        }
        return all;
    }

    private interface Act {
        void on(Connection connection) throws SQLException;
    }

    private void run(Deadline deadline, Act act) {
        boolean _ =
                on(
                        deadline,
                        connection -> {
                            act.on(connection);
                            return true;
                        });
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T on(Deadline deadline, Work<T> work) {
        String seconds = Long.toString(Math.max(1, deadline.remaining().toSeconds()));
        Properties properties = new Properties();
        properties.setProperty("user", config.username());
        properties.setProperty("password", config.password());
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        properties.setProperty("ApplicationName", "quarry-structure");
        try (Connection connection = DriverManager.getConnection(config.url(), properties)) {
            return work.on(connection);
        } catch (SQLException e) {
            throw PostgresqlErrors.translate(e);
        }
    }
}
