package io.quarry.metadata.access;

import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.row.Sql;
import org.jspecify.annotations.Nullable;

/**
 * Wherever somebody says who may do what, somebody is left who does. Called within the transaction
 * that would take the role away.
 */
final class Administrators {
    private static final String OTHERS =
            """
            SELECT count(*) FROM access_grant WHERE role = :role AND tenant IS NOT DISTINCT FROM :tenant
            AND namespace_uid IS NULL AND principal <> :principal
            """;

    private final Sql sql;

    Administrators(Sql sql) {
        this.sql = sql;
    }

    /**
     * Those who would go at the same moment pass one after the other, and the last of them stays.
     *
     * @param wanted what becomes of the role; null if it is taken away
     * @throws ProblemException LAST_ADMINISTRATOR if there is no other
     */
    void keepOne(Grant held, @Nullable Role wanted) {
        if (!held.role().administers() || held.role() == wanted) {
            return;
        }
        String tenant = GrantRows.nameOf(held.scope());
        sql.lock("administrators " + tenant);
        int others =
                sql.here(
                        handle ->
                                handle.createQuery(OTHERS)
                                        .bind("role", held.role().name())
                                        .bind("tenant", tenant)
                                        .bind("principal", held.principal())
                                        .mapTo(Integer.class)
                                        .one());
        if (others == 0) {
            throw new ProblemException(
                    ProblemCode.LAST_ADMINISTRATOR,
                    held.principal()
                            + " is the last "
                            + held.role().wire()
                            + (tenant == null ? " of the platform." : " of " + tenant + "."));
        }
    }
}
