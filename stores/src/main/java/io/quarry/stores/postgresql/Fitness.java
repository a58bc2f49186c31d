package io.quarry.stores.postgresql;

import io.quarry.stores.spi.StoreException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a server keeps tenants apart. What is asked for here only its administrator can give, and
 * without it one tenant could hurt another.
 *
 * @param version as {@code server_version_num} has it
 * @param preparedTransactions how many there may be
 * @param tempFilesBounded whether temporary files of a session are
 * @param openDatabases into which everybody may log in, with commas between
 */
record Fitness(
        int version,
        int preparedTransactions,
        boolean tempFilesBounded,
        boolean superuser,
        boolean makesDatabases,
        boolean makesRoles,
        boolean endsSessions,
        boolean seesSessions,
        String openDatabases) {
    /** Before it a log-in may give its own role away, and everybody creates in {@code public}. */
    private static final int OLDEST = 15;

    private static final String ASK =
            """
            SELECT current_setting('server_version_num')::int, current_setting('max_prepared_transactions')::int,
                current_setting('temp_file_limit') <> '-1', rolsuper, rolcreatedb, rolcreaterole,
                pg_has_role('pg_signal_backend', 'USAGE'), pg_has_role('pg_read_all_stats', 'USAGE'),
                (SELECT coalesce(string_agg(datname::text, ', ' ORDER BY datname), '') FROM pg_database
                WHERE datallowconn AND EXISTS (SELECT FROM aclexplode(coalesce(datacl, acldefault('d', datdba))) AS given
                    WHERE given.grantee = 0 AND given.privilege_type = 'CONNECT'))
            FROM pg_roles WHERE rolname = current_user
            """;

    /**
     * @throws StoreException.Rejected with all that is missing
     */
    static void require(StructureSession session) throws SQLException {
        List<String> missing =
                session.rows(
                                ASK,
                                row ->
                                        new Fitness(
                                                row.getInt(1),
                                                row.getInt(2),
                                                row.getBoolean(3),
                                                row.getBoolean(4),
                                                row.getBoolean(5),
                                                row.getBoolean(6),
                                                row.getBoolean(7),
                                                row.getBoolean(8),
                                                row.getString(9)))
                        .getFirst()
                        .missing();
        if (!missing.isEmpty()) {
            throw new StoreException.Rejected(
                    "the server does not keep tenants apart: " + String.join("; ", missing), null);
        }
    }

    List<String> missing() {
        List<String> all = new ArrayList<>();
        if (version < OLDEST * 10_000) {
            all.add("it must be PostgreSQL " + OLDEST + " or newer");
        }
        if (preparedTransactions > 0) {
            all.add(
                    "max_prepared_transactions must be 0, or one that is left stands against a purge");
        }
        if (!tempFilesBounded) {
            all.add("temp_file_limit must be set, or one query fills the disk of all");
        }
        if (superuser) {
            all.add("the role for structure must not be a superuser");
        }
        if (!makesDatabases || !makesRoles) {
            all.add("the role for structure needs CREATEDB and CREATEROLE");
        }
        if (!endsSessions || !seesSessions) {
            all.add("the role for structure needs pg_signal_backend and pg_monitor");
        }
        if (!openDatabases.isEmpty()) {
            all.add("CONNECT must be revoked from PUBLIC on " + openDatabases);
        }
        return all;
    }
}
