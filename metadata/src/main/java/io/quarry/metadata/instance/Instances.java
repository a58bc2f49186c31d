package io.quarry.metadata.instance;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditOutcome;
import io.quarry.metadata.audit.Change;
import io.quarry.metadata.idempotency.Idempotency;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.route.Revision;
import io.quarry.metadata.route.Routes;
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

    private static final String SEEN =
            """
            SELECT *, last_seen > clock_timestamp() - make_interval(secs => :silent) AS live
            FROM instance WHERE id = :id FOR UPDATE
            """;
    private static final String LISTING = "instances";
    private static final String PAGE =
            """
            SELECT * FROM instance WHERE id COLLATE "C" > :after ORDER BY id COLLATE "C" LIMIT :limit
            """;
    private static final TypeReference<Boolean> EVICTED = new TypeReference<>() {};

    private final Tenancy tenancy;
    private final Sql sql;
    private final Idempotency idempotency;
    private final Audit audit;

    Instances(Tenancy tenancy, Sql sql, Idempotency idempotency, Audit audit) {
        this.tenancy = tenancy;
        this.sql = sql;
        this.idempotency = idempotency;
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

    /** By id, whether they live or not. */
    public Listing<Instance> list(PageRequest page) {
        String after = page.after(LISTING);
        List<Instance> found =
                sql.acrossTenants(
                        handle ->
                                handle.createQuery(PAGE)
                                        .bind("after", after == null ? "" : after)
                                        .bind("limit", page.limit() + 1)
                                        .map((row, _) -> instance(row))
                                        .list());
        return page.page(LISTING, found, Instance::id, instance -> instance);
    }

    /**
     * Forgets an instance that is gone for good; false if there is none. One that lives registers
     * again, having applied nothing.
     *
     * @param force although it lives
     * @throws ProblemException INSTANCE_LIVE
     */
    public boolean evict(String id, boolean force, Caller caller) {
        return tenancy.platform(
                () -> idempotency.once(caller, null, EVICTED, () -> forget(id, force, caller)));
    }

    /** What {@link #evict} would forget; refuses what it would refuse. */
    public Optional<Instance> planEviction(String id, boolean force) {
        return tenancy.platform(() -> held(id, force));
    }

    private boolean forget(String id, boolean force, Caller caller) {
        if (held(id, force).isEmpty()) {
            return false;
        }
        Instance gone = delete(id).orElseThrow();
        audit.record(
                null,
                caller,
                "instance.evict",
                id,
                AuditOutcome.DONE,
                Change.removed(gone),
                Map.of("force", force));
        return true;
    }

    /** Until the transaction ends it sends no sign of life. */
    private Optional<Instance> held(String id, boolean force) {
        Optional<Seen> found =
                sql.here(
                        handle ->
                                handle.createQuery(SEEN)
                                        .bind("id", id)
                                        .bind("silent", (double) Routes.SILENT.toSeconds())
                                        .map(
                                                (row, _) ->
                                                        new Seen(
                                                                instance(row),
                                                                row.getBoolean("live")))
                                        .findOne());
        if (!force && found.isPresent() && found.get().live()) {
            throw new ProblemException(
                    ProblemCode.INSTANCE_LIVE,
                    id
                            + " was seen at "
                            + found.get().instance().lastSeen()
                            + ", less than "
                            + Routes.SILENT.toSeconds()
                            + " s ago.");
        }
        return found.map(Seen::instance);
    }

    private record Seen(Instance instance, boolean live) {}

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
