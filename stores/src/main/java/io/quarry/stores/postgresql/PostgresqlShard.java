package io.quarry.stores.postgresql;

import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tenants' databases on one shard. Every call is idempotent and opens a connection of its own,
 * since structure changes seldom; a caller that saw a {@link StoreException} repeats it.
 */
public final class PostgresqlShard {
    private static final String DUPLICATE_DATABASE = "42P04";

    private final PostgresqlConfig config;

    public PostgresqlShard(PostgresqlConfig config) {
        this.config = config;
    }

    /**
     * The server's version, which tells that the log-in works.
     *
     * @throws StoreException.Rejected if the server does not keep tenants apart, with all reasons
     */
    public String probe(Deadline deadline) {
        return on(
                deadline,
                session -> {
                    Fitness.require(session);
                    return session.texts("SHOW server_version").getFirst();
                });
    }

    /**
     * Who the server is: the id that its data got when it was made. Its standbys have the same,
     * whichever database is asked.
     */
    public Set<String> identity(Deadline deadline) {
        return on(
                deadline,
                session ->
                        Set.copyOf(
                                session.texts(
                                        "SELECT system_identifier FROM pg_control_system()")));
    }

    public PostgresqlVitals vitals(Deadline deadline) {
        return on(
                deadline, session -> session.rows(Measuring.VITALS, Measuring::vitals).getFirst());
    }

    /**
     * The database with its roles, within these limits, open to the log-ins that have a password.
     * None is made on a server that does not keep tenants apart.
     */
    public void ensure(NamespaceRef namespace, DatabaseLimits limits, Deadline deadline) {
        run(
                deadline,
                session -> {
                    boolean there = list(session, namespace.uid()).contains(namespace);
                    if (!there) {
                        Fitness.require(session);
                    }
                    session.execute(DatabaseStatements.roles(namespace.uid(), limits));
                    if (!there) {
                        create(session, namespace);
                    }
                    session.execute(DatabaseStatements.guard(namespace, limits));
                    if (!letsIn(session, namespace)) {
                        prepare(namespace, deadline);
                        session.execute(List.of(DatabaseStatements.letIn(namespace)));
                    }
                });
    }

    /** Nobody comes in any more, and who is in is put out; what is in the database stays. */
    public void close(NamespaceRef namespace, Deadline deadline) {
        run(
                deadline,
                session -> {
                    if (list(session, namespace.uid()).contains(namespace)) {
                        close(session, namespace, deadline);
                    }
                });
    }

    /**
     * Drops every database of the namespace with all that is in it, and then its roles. A role that
     * another tenant's database names stays behind, locked, and goes when that database does.
     */
    public void drop(String uid, Deadline deadline) {
        run(
                deadline,
                session -> {
                    for (NamespaceRef each : list(session, uid)) {
                        close(session, each, deadline);
                        Dropping.database(session, each, deadline);
                    }
                    Dropping.roles(session, uid, deadline);
                });
    }

    /** The databases of one namespace, by epoch. */
    public List<NamespaceRef> list(String uid, Deadline deadline) {
        return on(deadline, session -> list(session, uid));
    }

    /**
     * From now on the log-in has the password that the verifier is of, and begins as it was made;
     * sessions of an earlier password end. Nothing if the namespace's roles are gone.
     *
     * @param verifier SCRAM-SHA-256, so that no password is in the server's log
     */
    public void unlock(String uid, Slot slot, String verifier, Deadline deadline) {
        List<String> role = List.of(slot.role(uid));
        run(
                deadline,
                session -> {
                    if (session.isRole(role.getFirst())) {
                        session.insist(
                                DatabaseStatements.unlock(uid, slot, verifier, list(session, uid)),
                                () -> session.endSessions(role),
                                deadline);
                    }
                });
    }

    /** The log-in has no password any more, and its sessions end. */
    public void lock(String uid, Slot slot, Deadline deadline) {
        List<String> role = List.of(slot.role(uid));
        run(
                deadline,
                session -> {
                    if (session.isRole(role.getFirst())) {
                        session.insist(
                                List.of(DatabaseStatements.lock(role.getFirst())),
                                () -> session.endSessions(role),
                                deadline);
                    }
                });
    }

    /** Every tenant's database. */
    public Map<NamespaceRef, DatabaseState> states(Deadline deadline) {
        return on(
                deadline,
                session -> {
                    Map<NamespaceRef, DatabaseState> all = new HashMap<>();
                    List<Boolean> _ =
                            session.rows(Measuring.STATES, row -> Measuring.into(all, row));
                    return all;
                });
    }

    /**
     * Has the access in force from now on. Unless it is WRITABLE, sessions that are open end for
     * that, and what a log-in has preset for itself against it is taken back.
     *
     * @param maxConnections of each log-in, unless it is SHUT
     */
    public void hold(NamespaceRef namespace, Access access, int maxConnections, Deadline deadline) {
        List<String> statements = DatabaseStatements.hold(namespace, access, maxConnections);
        List<String> logins = DatabaseStatements.logins(namespace.uid());
        run(
                deadline,
                session -> {
                    if (access == Access.WRITABLE) {
                        session.together(statements);
                    } else {
                        session.insist(statements, () -> session.endSessions(logins), deadline);
                    }
                });
    }

    /**
     * Ends sessions of tenants that should not be: those that came in while their log-in was locked
     * or their database closed, and those whose transaction is older than it may get, since it
     * keeps what all databases of the server share.
     *
     * @return how many
     */
    public int endStrays(Duration longestTransaction, Deadline deadline) {
        String seconds = Long.toString(longestTransaction.toSeconds());
        return on(deadline, session -> session.texts(Measuring.END_STRAYS, seconds).size());
    }

    private static void create(StructureSession session, NamespaceRef namespace)
            throws SQLException {
        try {
            session.execute(List.of(DatabaseStatements.createDatabase(namespace)));
        } catch (SQLException e) {
            if (!DUPLICATE_DATABASE.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private static boolean letsIn(StructureSession session, NamespaceRef namespace)
            throws SQLException {
        return session.texts(
                        "SELECT has_database_privilege(?::name, ?::text, 'CONNECT')::text",
                        DatabaseStatements.owner(namespace.uid()),
                        namespace.structure())
                .contains("true");
    }

    /** The only time that anything is said in a tenant's database. */
    private void prepare(NamespaceRef namespace, Deadline deadline) throws SQLException {
        String url = config.url(namespace.structure());
        try (StructureSession inside = StructureSession.open(config, url, deadline)) {
            inside.execute(DatabaseStatements.inside(namespace.uid()));
        }
    }

    private static void close(StructureSession session, NamespaceRef namespace, Deadline deadline)
            throws SQLException {
        List<String> logins = DatabaseStatements.logins(namespace.uid());
        session.insist(
                List.of(DatabaseStatements.close(namespace)),
                () -> session.endSessions(logins),
                deadline);
    }

    private static List<NamespaceRef> list(StructureSession session, String uid)
            throws SQLException {
        List<NamespaceRef> all = new ArrayList<>();
        for (String name :
                session.texts(
                        "SELECT datname FROM pg_database WHERE starts_with(datname, ? || '_')",
                        DatabaseStatements.checked(uid))) {
            NamespaceRef structure = NamespaceRef.ofStructure(name);
            if (structure != null) {
                all.add(structure);
            }
        }
        all.sort(Comparator.comparingInt(NamespaceRef::epoch));
        return all;
    }

    private interface Act {
        void on(StructureSession session) throws SQLException;
    }

    private void run(Deadline deadline, Act act) {
        boolean _ =
                on(
                        deadline,
                        session -> {
                            act.on(session);
                            return true;
                        });
    }

    private interface Work<T> {
        T on(StructureSession session) throws SQLException;
    }

    private <T> T on(Deadline deadline, Work<T> work) {
        try (StructureSession session = StructureSession.open(config, config.url(), deadline)) {
            return work.on(session);
        } catch (SQLException e) {
            throw PostgresqlErrors.translate(e);
        }
    }
}
