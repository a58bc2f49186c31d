package io.quarry.stores.postgresql;

import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import java.sql.SQLException;
import java.util.List;

/**
 * What goes for good. Tenants know of each other's databases and roles by the catalog, and may name
 * them: in a grant on something of their own, or in what they preset for themselves. A transaction
 * that does holds a lock until it ends, and a grant stays.
 */
final class Dropping {
    private static final String DEPENDENT_OBJECTS = "2BP01";

    /** Sessions of tenants only; those of administrators are waited for. */
    private static final String END_HOLDERS =
            """
            SELECT pg_terminate_backend(a.pid)::text FROM pg_stat_activity a
            WHERE a.usename ~ '^[a-z][a-z0-9]{19}_[ab]$' AND a.pid IN (SELECT l.pid FROM pg_locks l
                WHERE l.locktype = 'object' AND\s""";

    private static final String END_HOLDERS_OF_DATABASE =
            END_HOLDERS
                    + "l.classid = 'pg_database'::regclass"
                    + " AND l.objid = (SELECT oid FROM pg_database WHERE datname = ?))";
    private static final String END_HOLDERS_OF_ROLE =
            END_HOLDERS
                    + "l.classid = 'pg_authid'::regclass"
                    + " AND l.objid = (SELECT oid FROM pg_roles WHERE rolname = ?))";

    private static final String LEFT =
            """
            SELECT rolname FROM pg_roles
            WHERE rolname ~ '^[a-z][a-z0-9]{19}_(a|b|owner)$' AND shobj_description(oid, 'pg_authid') = ?
            """;

    private Dropping() {}

    /** Once it is closed. */
    static void database(StructureSession session, NamespaceRef namespace, Deadline deadline)
            throws SQLException {
        session.insist(
                List.of(DatabaseStatements.dropDatabase(namespace)),
                () -> {
                    List<String> _ = session.texts(END_HOLDERS_OF_DATABASE, namespace.structure());
                },
                deadline);
    }

    /** Those of the namespace, and those that were left behind earlier and can go now. */
    static void roles(StructureSession session, String uid, Deadline deadline) throws SQLException {
        for (String role : DatabaseStatements.all(uid)) {
            if (session.isRole(role) && !gone(session, role, deadline)) {
                session.together(DatabaseStatements.leave(role));
            }
        }
        for (String role : session.texts(LEFT, DatabaseStatements.DROPPED)) {
            boolean _ = gone(session, role, deadline);
        }
    }

    private static boolean gone(StructureSession session, String role, Deadline deadline)
            throws SQLException {
        try {
            session.insist(
                    List.of(DatabaseStatements.dropRole(role)),
                    () -> {
                        List<String> _ = session.texts(END_HOLDERS_OF_ROLE, role);
                    },
                    deadline);
            return true;
        } catch (SQLException e) {
            if (DEPENDENT_OBJECTS.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }
}
