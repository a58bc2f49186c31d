package io.quarry.metadata.series;

import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;

/** Which tables a time-series has, for those who place and carry it on; within a transaction. */
@ApplicationScoped
public class SeriesTables {
    private final Sql sql;
    private final SliceRows rows;

    SeriesTables(Sql sql, SliceRows rows) {
        this.sql = sql;
        this.rows = rows;
    }

    /** As of the last turn; 0 of what has none. */
    public long of(Uid uid) {
        return sql.here(
                handle ->
                        handle.createQuery(
                                        "SELECT tables FROM series_slices WHERE namespace_uid = :uid")
                                .bind("uid", uid.value())
                                .mapTo(Long.class)
                                .findOne()
                                .orElse(0L));
    }

    /** For the worker: it is in use as its spec says, and its slices turn from now on. */
    public void dueNow(TenantId tenant, Uid uid) {
        rows.dueNow(tenant, uid);
    }

    /** For the worker: nothing is left of it. */
    public void forget(Uid uid) {
        rows.forget(uid);
    }
}
