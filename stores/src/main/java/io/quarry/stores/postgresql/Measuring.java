package io.quarry.stores.postgresql;

import io.quarry.stores.spi.NamespaceRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.OptionalLong;

/** What a server is asked about all of its databases at once. */
final class Measuring {
    /** Sizes of databases that the role may not ask for are left out. */
    static final String VITALS =
            """
            SELECT (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
                current_setting('max_connections')::bigint, count(*),
                coalesce(sum(CASE WHEN pg_has_role('pg_read_all_stats', 'USAGE') OR has_database_privilege(oid, 'CONNECT')
                    THEN pg_database_size(oid) END), 0)::bigint,
                CASE WHEN pg_has_role('pg_read_all_stats', 'USAGE') THEN 1 + (SELECT count(*) FROM pg_stat_replication
                    WHERE state = 'streaming') END
            FROM pg_database WHERE NOT datistemplate
            """;

    /** Read-only is what the database says, unless a log-in has said something else of itself. */
    static final String STATES =
            """
            SELECT d.datname, pg_database_size(d.oid) AS bytes,
                EXISTS (SELECT FROM pg_db_role_setting s WHERE s.setdatabase = d.oid AND s.setrole = 0
                    AND 'default_transaction_read_only=on' = ANY (s.setconfig))
                AND NOT EXISTS (SELECT FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole
                    CROSS JOIN unnest(s.setconfig) AS said(what)
                    WHERE s.setdatabase IN (0, d.oid) AND r.rolname IN (d.uid || '_a', d.uid || '_b')
                    AND starts_with(said.what, 'default_transaction_read_only=')) AS read_only,
                NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname IN (d.uid || '_a', d.uid || '_b')
                    AND r.rolconnlimit <> 0) AS shut
            FROM (SELECT oid, datname, split_part(datname::text, '_', 1) AS uid FROM pg_database
                WHERE datname ~ '^[a-z][a-z0-9]{19}_[1-9][0-9]{0,9}$') AS d
            """;

    static final String END_STRAYS =
            """
            SELECT pg_terminate_backend(a.pid)::text
            FROM pg_stat_activity a JOIN pg_database d ON d.oid = a.datid JOIN pg_roles r ON r.oid = a.usesysid
            WHERE r.rolname ~ '^[a-z][a-z0-9]{19}_[ab]$' AND (NOT d.datallowconn OR NOT r.rolcanlogin
                OR a.xact_start < now() - make_interval(secs => ?::float8))
            """;

    private Measuring() {}

    static PostgresqlVitals vitals(ResultSet row) throws SQLException {
        long copies = row.getLong(5);
        OptionalLong known = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(copies);
        return new PostgresqlVitals(
                row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), known);
    }

    /** False where the database has gone meanwhile. */
    static boolean into(Map<NamespaceRef, DatabaseState> all, ResultSet row) throws SQLException {
        NamespaceRef namespace = NamespaceRef.ofStructure(row.getString("datname"));
        long bytes = row.getLong("bytes");
        if (namespace == null || row.wasNull()) {
            return false;
        }
        Access access = Access.WRITABLE;
        if (row.getBoolean("read_only")) {
            access = row.getBoolean("shut") ? Access.SHUT : Access.READ_ONLY;
        }
        all.put(namespace, new DatabaseState(bytes, access));
        return true;
    }
}
