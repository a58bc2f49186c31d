package io.quarry.metadata.namespace;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditOutcome;
import io.quarry.metadata.audit.Change;
import io.quarry.metadata.capacity.Cost;
import io.quarry.metadata.idempotency.Idempotency;
import io.quarry.metadata.operation.Approvals;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Operations;
import io.quarry.metadata.operation.Plan;
import io.quarry.metadata.operation.Stakes;
import io.quarry.metadata.operation.Target;
import io.quarry.metadata.placement.Candidate;
import io.quarry.metadata.placement.Placements;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Namespaces: from the wish to the operation. */
@ApplicationScoped
public class Namespaces {
    private static final TypeReference<Accepted> ACCEPTED = new TypeReference<>() {};
    private static final TypeReference<Operation> OPERATION = new TypeReference<>() {};

    private final Tenancy tenancy;
    private final NamespaceRows rows;
    private final NamespaceListing listing;
    private final Operations operations;
    private final Placements placements;
    private final Approvals approvals;
    private final Idempotency idempotency;
    private final Audit audit;
    private final Sql sql;
    private final SecureRandom random = new SecureRandom();

    Namespaces(
            Tenancy tenancy,
            NamespaceRows rows,
            NamespaceListing listing,
            Operations operations,
            Placements placements,
            Approvals approvals,
            Idempotency idempotency,
            Audit audit,
            Sql sql) {
        this.tenancy = tenancy;
        this.rows = rows;
        this.listing = listing;
        this.operations = operations;
        this.placements = placements;
        this.approvals = approvals;
        this.idempotency = idempotency;
        this.audit = audit;
        this.sql = sql;
    }

    /** Creates, changes, or finds nothing to do. */
    public Accepted put(NamespaceId id, NamespaceSpec spec, Caller caller, boolean createOnly) {
        return idempotency.inTenant(
                id.tenant(), caller, ACCEPTED, () -> write(id, _ -> spec, caller, createOnly));
    }

    /**
     * As {@link #put} of the spec as it is with a JSON Merge Patch applied; NOT_FOUND where nothing
     * holds the name.
     */
    public Accepted patch(NamespaceId id, JsonNode patch, Caller caller) {
        return idempotency.inTenant(
                id.tenant(),
                caller,
                ACCEPTED,
                () -> write(id, row -> patched(row, patch), caller, false));
    }

    /** A new namespace of that name with the spec of another; the data stays where it is. */
    public Accepted cloneOf(NamespaceId source, String name, Caller caller) {
        NamespaceId id = new NamespaceId(source.tenant(), name);
        return idempotency.inTenant(
                id.tenant(), caller, ACCEPTED, () -> makeClone(source, id, caller));
    }

    /** Retires; the data is kept for the retention. */
    public Operation retire(NamespaceId id, Duration retention, Caller caller) {
        return idempotency.inTenant(
                id.tenant(), caller, OPERATION, () -> beginToRetire(id, retention, caller));
    }

    /** The namespace that holds the name. */
    public Optional<Namespace> find(NamespaceId id) {
        return tenancy.call(
                id.tenant(), () -> Optional.ofNullable(rows.live(id)).map(rows::toNamespace));
    }

    /** A tenant's namespaces by name. */
    public Listing<Namespace> list(TenantId tenant, NamespaceFilter filter, PageRequest page) {
        return listing.list(tenant, filter, page);
    }

    /** Within a transaction; NOT_FOUND if there never was one. */
    public Namespace byUid(Uid uid) {
        return rows.toNamespace(NamespaceRows.row(uid));
    }

    private static NamespaceSpec patched(@Nullable NamespaceRow row, JsonNode patch) {
        if (row == null) {
            throw NamespaceRows.absent("namespace");
        }
        return NamespaceSpecs.patched(row.spec, patch);
    }

    private Accepted makeClone(NamespaceId source, NamespaceId id, Caller caller) {
        rows.held(id.tenant());
        NamespaceRow original = rows.required(source);
        sql.lock(NamespaceRows.lock(id));
        Wish.put(rows.live(id), null, original.spec, null, true).enforce();
        return create(id, original.spec, caller, original);
    }

    /**
     * @param wanted the spec, given what holds the name, or null if nothing does
     */
    private Accepted write(
            NamespaceId id,
            Function<@Nullable NamespaceRow, NamespaceSpec> wanted,
            Caller caller,
            boolean createOnly) {
        rows.held(id.tenant());
        sql.lock(NamespaceRows.lock(id));
        NamespaceRow row = rows.live(id);
        NamespaceSpec spec = wanted.apply(row);
        Wish wish = Wish.put(row, rows.underWay(row), spec, caller.ifMatch(), createOnly);
        wish.enforce();
        if (row == null) {
            return create(id, spec, caller, null);
        }
        return wish.changed().isEmpty()
                ? new Accepted.Unchanged(rows.toNamespace(row))
                : change(row, spec, wish.changed(), caller);
    }

    private Accepted create(
            NamespaceId id, NamespaceSpec spec, Caller caller, @Nullable NamespaceRow original) {
        Candidate place = placements.reserve(id.tenant(), spec);
        NamespaceRow row = new NamespaceRow();
        row.uid = Uid.random(random).value();
        row.name = id.name();
        row.state = NamespaceState.PENDING;
        row.epoch = 1;
        row.revision = 1;
        row.spec = spec;
        row.effective = placements.effective(spec, place);
        row.persistAndFlush();
        placements.keep(Uid.of(row.uid), row.epoch, place);
        Operation operation =
                open(
                        row,
                        OperationType.PROVISION_NAMESPACE,
                        new Plan(
                                "Provision "
                                        + id
                                        + " on "
                                        + place.shard().id()
                                        + (original == null
                                                ? ""
                                                : ", like "
                                                        + original.id()
                                                        + " but without its data"),
                                StepsOf.provision(spec, id, rows.placements(row))),
                        null,
                        caller);
        RevisionRow.keep(row, caller.principal().address());
        audit.record(
                id.tenant(),
                caller,
                original == null ? "namespace.create" : "namespace.clone",
                id.toString(),
                AuditOutcome.ACCEPTED,
                Change.created(spec).by(operation.id()),
                original == null
                        ? Map.of("uid", row.uid)
                        : Map.of("uid", row.uid, "source", original.id().toString()));
        return new Accepted.Created(rows.toNamespace(row), operation);
    }

    private Accepted change(
            NamespaceRow row, NamespaceSpec spec, List<String> changed, Caller caller) {
        NamespaceSpec before = row.spec;
        Cost cost = row.effective.monthlyCost();
        row.spec = spec;
        row.revision++;
        row.state = NamespaceState.CHANGING;
        row.reason = null;
        Uid uid = Uid.of(row.uid);
        row.effective =
                placements.effective(
                        spec,
                        NamespaceSpecs.sized(changed)
                                ? placements.resize(uid, spec)
                                : placements.grown(uid, spec),
                        row.effective);
        row.persistAndFlush();
        NamespaceId id = row.id();
        Operation operation =
                open(
                        row,
                        OperationType.CHANGE_NAMESPACE,
                        new Plan(
                                "Change " + String.join(", ", changed) + " of " + id,
                                StepsOf.change(spec, id, changed)),
                        cost,
                        caller);
        RevisionRow.keep(row, caller.principal().address());
        audit.record(
                id.tenant(),
                caller,
                "namespace.change",
                id.toString(),
                AuditOutcome.ACCEPTED,
                Change.replaced(before, spec).by(operation.id()),
                Map.of("uid", row.uid, "revision", row.revision, "changed", changed));
        return new Accepted.Changed(rows.toNamespace(row), operation);
    }

    private Operation beginToRetire(NamespaceId id, Duration retention, Caller caller) {
        sql.lock(NamespaceRows.lock(id));
        NamespaceRow row = rows.required(id);
        Wish.retire(row, rows.underWay(row), caller.ifMatch()).enforce();
        row.state = NamespaceState.RETIRING;
        row.reason = null;
        row.retentionSeconds = retention.toSeconds();
        row.persistAndFlush();
        Plan plan =
                new Plan(
                        retention.isZero()
                                ? "Retire " + id + " and purge it at once"
                                : "Retire "
                                        + id
                                        + " and keep its data for "
                                        + IsoDuration.of(retention),
                        StepsOf.retire(row.spec, id, rows.placements(row), retention));
        Operation operation =
                open(
                        row,
                        OperationType.RETIRE_NAMESPACE,
                        plan,
                        row.effective.monthlyCost(),
                        caller);
        audit.record(
                id.tenant(),
                caller,
                "namespace.retire",
                id.toString(),
                AuditOutcome.ACCEPTED,
                Change.removed(row.spec).by(operation.id()),
                Map.of("uid", row.uid, "retention", IsoDuration.of(retention)));
        return operation;
    }

    /**
     * @param cost what the namespace has cost so far, if it was there
     */
    private Operation open(
            NamespaceRow row, OperationType type, Plan plan, @Nullable Cost cost, Caller caller) {
        Target target = NamespaceRows.target(row);
        String by = caller.principal().address();
        Stakes stakes = new Stakes(type, plan.steps(), cost, row.effective.monthlyCost());
        return approvals
                .demanded(stakes, row.id(), caller.principal())
                .map(reason -> operations.openForApproval(type, target, plan, by, reason))
                .orElseGet(() -> operations.open(type, target, plan, by, Duration.ZERO));
    }
}
