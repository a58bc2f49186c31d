package io.quarry.metadata.namespace;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarkus.panache.common.Parameters;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditOutcome;
import io.quarry.metadata.audit.Change;
import io.quarry.metadata.idempotency.Idempotency;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Operations;
import io.quarry.metadata.operation.Plan;
import io.quarry.metadata.operation.Purges;
import io.quarry.metadata.operation.Purges.Purge;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Namespaces that gave up their names and whose data is kept for a while. Until the purge begins
 * one can be restored; the two exclude each other by the lock on the purge's row.
 */
@ApplicationScoped
public class RetiredNamespaces {
    private static final TypeReference<Operation> OPERATION = new TypeReference<>() {};

    private final Tenancy tenancy;
    private final NamespaceRows rows;
    private final Operations operations;
    private final Purges purges;
    private final Idempotency idempotency;
    private final Audit audit;
    private final Sql sql;

    RetiredNamespaces(
            Tenancy tenancy,
            NamespaceRows rows,
            Operations operations,
            Purges purges,
            Idempotency idempotency,
            Audit audit,
            Sql sql) {
        this.tenancy = tenancy;
        this.rows = rows;
        this.operations = operations;
        this.purges = purges;
        this.idempotency = idempotency;
        this.audit = audit;
        this.sql = sql;
    }

    /** A tenant's, by name and uid; NOT_FOUND unless the tenant is there. */
    public Listing<RetiredNamespace> list(TenantId tenant, PageRequest page) {
        String listing = "retired namespaces " + tenant;
        NameAndUid after = page.after(listing, NameAndUid::read);
        return tenancy.call(
                tenant,
                () -> {
                    rows.existing(tenant);
                    List<NamespaceRow> found =
                            NamespaceRow.<NamespaceRow>find(
                                            "tenant = :tenant and state = :state and (name, uid) >"
                                                    + " (:name, :uid) order by name, uid",
                                            Parameters.with("tenant", tenant.name())
                                                    .and("state", NamespaceState.RETIRED)
                                                    .and("name", after == null ? "" : after.name())
                                                    .and("uid", after == null ? "" : after.uid()))
                                    .page(0, page.limit() + 1)
                                    .list();
                    List<String> uids = found.stream().map(row -> row.uid).toList();
                    List<String> names = found.stream().map(row -> row.name).distinct().toList();
                    Map<String, Purge> waiting = purges.of(uids);
                    Map<String, UUID> underWay = operations.underWay(uids);
                    Map<String, Uid> holders = NamespaceRows.holders(tenant, names);
                    return page.page(
                            listing,
                            found,
                            row -> new NameAndUid(row.name, row.uid).text(),
                            row -> {
                                Purge purge = waiting.get(row.uid);
                                return retired(
                                        row,
                                        purge,
                                        Wish.restore(
                                                row,
                                                underWay.get(row.uid),
                                                purge,
                                                holders.get(row.name)));
                            });
                });
    }

    /**
     * Gives it its name back and calls the purge off; an operation brings it back to the gateways.
     * NOT_FOUND unless something is kept under that uid.
     */
    public Operation restore(TenantId tenant, Uid uid, Caller caller) {
        return idempotency.inTenant(
                tenant, caller, OPERATION, () -> beginToRestore(tenant, uid, caller));
    }

    /** What restoring would do, decided by the same rules; nothing is changed. */
    public NamespacePlan planRestore(TenantId tenant, Uid uid) {
        return tenancy.call(
                tenant,
                () -> {
                    NamespaceRow row = required(tenant, uid);
                    Wish wish = wish(row, purges.of(List.of(row.uid)).get(row.uid));
                    return new NamespacePlan(
                            wish.action(),
                            StepsOf.restore(row.spec, row.id()),
                            row.effective,
                            rows.placements(row),
                            row.effective.warnings(),
                            null,
                            NamespacePlans.views(wish.refusals()));
                });
    }

    private Operation beginToRestore(TenantId tenant, Uid uid, Caller caller) {
        rows.held(tenant);
        sql.lock(NamespaceRows.lock(nameOf(tenant, uid)));
        Purge purge = purges.hold(uid);
        NamespaceRow row = required(tenant, uid);
        wish(row, purge).enforce();
        purges.callOff(uid);
        row.state = NamespaceState.PENDING;
        row.retentionSeconds = null;
        row.retiredAt = null;
        row.persistAndFlush();
        NamespaceId id = row.id();
        Operation operation =
                operations.open(
                        OperationType.RESTORE_NAMESPACE,
                        NamespaceRows.target(row),
                        new Plan("Restore " + id + " with its data", StepsOf.restore(row.spec, id)),
                        caller.principal().address(),
                        Duration.ZERO);
        audit.record(
                tenant,
                caller,
                "namespace.restore",
                id.toString(),
                AuditOutcome.ACCEPTED,
                Change.created(row.spec).by(operation.id()),
                Map.of("uid", row.uid));
        return operation;
    }

    private Wish wish(NamespaceRow row, @Nullable Purge purge) {
        NamespaceRow holder = rows.live(row.id());
        return Wish.restore(
                row, rows.underWay(row), purge, holder == null ? null : Uid.of(holder.uid));
    }

    /** Read past the entity, which is to be read only once its locks are held. */
    private NamespaceId nameOf(TenantId tenant, Uid uid) {
        Optional<String> name =
                sql.here(
                        handle ->
                                handle.createQuery(
                                                "SELECT name FROM namespace WHERE tenant = :tenant AND"
                                                        + " uid = :uid AND state = 'RETIRED'")
                                        .bind("tenant", tenant.name())
                                        .bind("uid", uid.value())
                                        .mapTo(String.class)
                                        .findOne());
        return new NamespaceId(
                tenant, name.orElseThrow(() -> NamespaceRows.absent("retired namespace")));
    }

    private static NamespaceRow required(TenantId tenant, Uid uid) {
        return NamespaceRow.<NamespaceRow>find(
                        "tenant = ?1 and uid = ?2 and state = ?3",
                        tenant.name(),
                        uid.value(),
                        NamespaceState.RETIRED)
                .firstResultOptional()
                .orElseThrow(() -> NamespaceRows.absent("retired namespace"));
    }

    private static RetiredNamespace retired(NamespaceRow row, @Nullable Purge purge, Wish restore) {
        return new RetiredNamespace(
                Uid.of(row.uid),
                row.id().tenant(),
                row.name,
                row.revision,
                row.createdAt,
                row.retiredAt,
                purge == null || purge.begun() ? null : purge.due(),
                row.spec,
                NamespacePlans.views(restore.refusals()));
    }
}
