package io.quarry.metadata.instance;

import io.quarry.metadata.access.Caller;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditOutcome;
import io.quarry.metadata.audit.Change;
import io.quarry.metadata.route.Revision;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The registered data-plane processes. */
@ApplicationScoped
public class Instances {
    private static final String HEARTBEAT =
            """
            UPDATE instance SET last_seen = now(),
                applied_incarnation = CASE WHEN risen THEN :incarnation ELSE applied_incarnation END,
                applied_counter = CASE WHEN risen THEN :counter ELSE applied_counter END
            FROM (SELECT id AS known, (applied_incarnation, applied_counter) < (:incarnation, :counter) AS risen
                  FROM instance WHERE id = :id FOR UPDATE) before
            WHERE id = known
            """;

    private final Tenancy tenancy;
    private final Sql sql;
    private final Audit audit;

    Instances(Tenancy tenancy, Sql sql, Audit audit) {
        this.tenancy = tenancy;
        this.sql = sql;
        this.audit = audit;
    }

    /** Registers, or registers again: what it had applied counts no more. */
    public Instance register(String id, String host) {
        return tenancy.platform(
                () ->
                        sql.here(
                                handle ->
                                        handle.createQuery(
                                                        "INSERT INTO instance (id, host) VALUES (:id,"
                                                                + " :host) ON CONFLICT (id) DO UPDATE SET"
                                                                + " host = excluded.host, registered_at ="
                                                                + " now(), last_seen = now(),"
                                                                + " applied_incarnation = 0,"
                                                                + " applied_counter = 0 RETURNING *")
                                                .bind("id", id)
                                                .bind("host", host)
                                                .map((row, _) -> instance(row))
                                                .one()));
    }

    /**
     * Still here, and has applied every route up to there, which it never takes back; false if not
     * registered (any more).
     */
    public boolean heartbeat(String id, Revision applied) {
        return tenancy.platform(
                () ->
                        sql.here(
                                handle ->
                                        handle.createUpdate(HEARTBEAT)
                                                        .bind("id", id)
                                                        .bind("incarnation", applied.incarnation())
                                                        .bind("counter", applied.counter())
                                                        .execute()
                                                > 0));
    }

    /** All, whether they live or not. */
    public List<Instance> list() {
        return sql.acrossTenants(
                handle ->
                        handle.createQuery("SELECT * FROM instance ORDER BY id")
                                .map((row, _) -> instance(row))
                                .list());
    }

    /** Forgets an instance that is gone for good; false if there is none. */
    public boolean evict(String id, Caller caller) {
        return tenancy.platform(
                () -> {
                    Optional<Instance> gone = delete(id);
                    gone.ifPresent(
                            instance ->
                                    audit.record(
                                            null,
                                            caller,
                                            "instance.evict",
                                            id,
                                            AuditOutcome.DONE,
                                            Change.removed(instance),
                                            Map.of()));
                    return gone.isPresent();
                });
    }

    private Optional<Instance> delete(String id) {
        return sql.here(
                handle ->
                        handle.createQuery("DELETE FROM instance WHERE id = :id RETURNING *")
                                .bind("id", id)
                                .map((row, _) -> instance(row))
                                .findOne());
    }

    private static Instance instance(ResultSet row) throws SQLException {
        return new Instance(
                row.getString("id"),
                row.getString("host"),
                row.getTimestamp("registered_at").toInstant(),
                row.getTimestamp("last_seen").toInstant(),
                new Revision(row.getLong("applied_incarnation"), row.getLong("applied_counter")));
    }
}
