package io.quarry.metadata.namespace;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarkus.panache.common.Parameters;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.idempotency.Idempotency;
import io.quarry.metadata.namespace.NamespacePlan.Action;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Operations;
import io.quarry.metadata.operation.Plan;
import io.quarry.metadata.operation.StepPlan;
import io.quarry.metadata.operation.Target;
import io.quarry.metadata.operation.Workflows;
import io.quarry.metadata.placement.Placement;
import io.quarry.metadata.placement.PlacementRole;
import io.quarry.metadata.placement.Placements;
import io.quarry.metadata.placement.Placing;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.ProblemView;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.Shards;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.metadata.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Namespaces: from the wish to the operation. */
@ApplicationScoped
public class Namespaces {
    private static final TypeReference<Accepted> ACCEPTED = new TypeReference<>() {};
    private static final TypeReference<Operation> OPERATION = new TypeReference<>() {};
    private static final List<NamespaceState> LIVE =
            Arrays.stream(NamespaceState.values()).filter(NamespaceState::live).toList();

    private final Tenancy tenancy;
    private final Tenants tenants;
    private final Operations operations;
    private final Placements placements;
    private final Shards shards;
    private final Idempotency idempotency;
    private final Audit audit;
    private final Sql sql;
    private final SecureRandom random = new SecureRandom();

    Namespaces(
            Tenancy tenancy,
            Tenants tenants,
            Operations operations,
            Placements placements,
            Shards shards,
            Idempotency idempotency,
            Audit audit,
            Sql sql) {
        this.tenancy = tenancy;
        this.tenants = tenants;
        this.operations = operations;
        this.placements = placements;
        this.shards = shards;
        this.idempotency = idempotency;
        this.audit = audit;
        this.sql = sql;
    }

    /** Creates, changes, or finds nothing to do. */
    public Accepted put(NamespaceId id, NamespaceSpec spec, Caller caller, boolean createOnly) {
        return tenancy.call(
                id.tenant(),
                () ->
                        idempotency.once(
                                caller,
                                id.tenant(),
                                ACCEPTED,
                                () -> write(id, spec, caller, createOnly)));
    }

    /** Retires; the data is kept for the retention. */
    public Operation retire(NamespaceId id, Duration retention, Caller caller) {
        return tenancy.call(
                id.tenant(),
                () ->
                        idempotency.once(
                                caller,
                                id.tenant(),
                                OPERATION,
                                () -> beginToRetire(id, retention, caller)));
    }

    /** What put would do. */
    public NamespacePlan planPut(NamespaceId id, NamespaceSpec spec, @Nullable Long ifMatch) {
        return tenancy.call(
                id.tenant(),
                () -> {
                    existing(id.tenant());
                    NamespaceRow row = live(id);
                    Wish wish = Wish.put(row, underWay(row), spec, ifMatch, false);
                    return row == null ? planCreate(id, spec, wish) : planChange(row, spec, wish);
                });
    }

    /** What retire would do. */
    public NamespacePlan planRetire(NamespaceId id, Duration retention) {
        return tenancy.call(
                id.tenant(),
                () -> {
                    NamespaceRow row = required(id);
                    Wish wish = Wish.retire(row, underWay(row), null);
                    List<Placement> placed = placements(row);
                    return new NamespacePlan(
                            Action.RETIRE,
                            Workflows.retire(id, placed, retention),
                            row.effective,
                            placed,
                            List.of(),
                            views(wish.refusals()));
                });
    }

    /** The namespace that holds the name. */
    public Optional<Namespace> find(NamespaceId id) {
        return tenancy.call(
                id.tenant(), () -> Optional.ofNullable(live(id)).map(this::toNamespace));
    }

    /** A tenant's namespaces by name. */
    public Listing<Namespace> list(TenantId tenant, NamespaceFilter filter, PageRequest page) {
        String listing = "namespaces " + tenant + " " + filter.prefix() + " " + filter.state();
        String after = page.after(listing);
        NamespaceState state = filter.state();
        return tenancy.call(
                tenant,
                () -> {
                    List<NamespaceRow> rows =
                            NamespaceRow.<NamespaceRow>find(
                                            "state in :states and left(name, length(:prefix)) ="
                                                    + " :prefix and concat(name, ' ', uid) > :after"
                                                    + " order by concat(name, ' ', uid)",
                                            Parameters.with(
                                                            "states",
                                                            state == null ? LIVE : List.of(state))
                                                    .and(
                                                            "prefix",
                                                            filter.prefix() == null
                                                                    ? ""
                                                                    : filter.prefix())
                                                    .and("after", after == null ? "" : after))
                                    .page(0, page.limit() + 1)
                                    .list();
                    List<String> uids = rows.stream().map(row -> row.uid).toList();
                    Map<String, List<Placement>> placed = placements.of(uids);
                    Map<String, UUID> underWay = operations.underWay(uids);
                    return page.page(
                            listing,
                            rows,
                            row -> row.name + " " + row.uid,
                            row ->
                                    row.toNamespace(
                                            placed.getOrDefault(row.uid, List.of()),
                                            underWay.get(row.uid)));
                });
    }

    /** Within a transaction; NOT_FOUND if there never was one. */
    public Namespace byUid(Uid uid) {
        return toNamespace(row(uid));
    }

    /** For the worker: the state and why. */
    public void state(Uid uid, NamespaceState state, @Nullable String reason) {
        NamespaceRow row = row(uid);
        row.state = state;
        row.reason = reason;
    }

    /**
     * For the worker: RETIRED; the name is free. Opens the PurgeNamespace operation if a retention
     * was asked for.
     */
    public void retired(Uid uid) {
        NamespaceRow row = row(uid);
        if (!row.state.live()) {
            return;
        }
        row.state = NamespaceState.RETIRED;
        row.reason = null;
        Caller worker = Caller.platform("provisioning-worker", "retire " + uid);
        audit.record(
                row.id().tenant(),
                worker,
                "namespace.retired",
                row.id().toString(),
                "done",
                uid(row));
        Duration retention =
                Duration.ofSeconds(row.retentionSeconds == null ? 0 : row.retentionSeconds);
        if (!retention.isZero()) {
            List<StepPlan> steps = Workflows.purge(row.id(), placements(row));
            Operation _ =
                    operations.open(
                            OperationType.PURGE_NAMESPACE,
                            target(row),
                            new Plan("Purge what is left of " + row.id(), steps),
                            worker.principal().address(),
                            retention);
        }
    }

    /** For the worker: PURGED; placements, reservations and grants are gone. */
    public void purge(Uid uid) {
        NamespaceRow row = row(uid);
        if (row.state == NamespaceState.PURGED) {
            return;
        }
        placements.release(uid);
        row.state = NamespaceState.PURGED;
        int _ =
                sql.here(
                        handle ->
                                handle.createUpdate(
                                                "DELETE FROM access_grant WHERE namespace_uid ="
                                                        + " :uid")
                                        .bind("uid", uid.value())
                                        .execute());
        audit.record(
                row.id().tenant(),
                Caller.platform("provisioning-worker", "purge " + uid),
                "namespace.purged",
                row.id().toString(),
                "done",
                uid(row));
    }

    private Accepted write(NamespaceId id, NamespaceSpec spec, Caller caller, boolean createOnly) {
        existing(id.tenant());
        sql.lock("namespace " + id);
        NamespaceRow row = live(id);
        Wish wish = Wish.put(row, underWay(row), spec, caller.ifMatch(), createOnly);
        wish.enforce();
        if (row == null) {
            return create(id, spec, caller);
        }
        return wish.changed().isEmpty()
                ? new Accepted.Unchanged(toNamespace(row))
                : change(row, spec, wish.changed(), caller);
    }

    private Accepted create(NamespaceId id, NamespaceSpec spec, Caller caller) {
        Shard shard = placements.reserve(spec);
        NamespaceRow row = new NamespaceRow();
        row.uid = Uid.random(random).value();
        row.name = id.name();
        row.state = NamespaceState.PENDING;
        row.epoch = 1;
        row.revision = 1;
        row.spec = spec;
        row.effective = Placing.effective(spec, shard);
        row.persistAndFlush();
        placements.keep(Uid.of(row.uid), row.epoch, shard);
        Operation operation =
                open(
                        row,
                        OperationType.PROVISION_NAMESPACE,
                        new Plan(
                                "Provision " + id + " on " + shard.id(),
                                Workflows.provision(id, placements(row))),
                        caller);
        RevisionRow.keep(row, caller.principal().address());
        audit.record(id.tenant(), caller, "namespace.create", id.toString(), "accepted", uid(row));
        return new Accepted.Created(toNamespace(row), operation);
    }

    private Accepted change(
            NamespaceRow row, NamespaceSpec spec, List<String> changed, Caller caller) {
        row.spec = spec;
        row.revision++;
        row.state = NamespaceState.CHANGING;
        row.reason = null;
        row.effective = Placing.effective(spec, primary(row));
        row.persistAndFlush();
        NamespaceId id = row.id();
        Operation operation =
                open(
                        row,
                        OperationType.CHANGE_NAMESPACE,
                        new Plan(
                                "Change " + String.join(", ", changed) + " of " + id,
                                Workflows.change(id, changed)),
                        caller);
        RevisionRow.keep(row, caller.principal().address());
        audit.record(
                id.tenant(),
                caller,
                "namespace.change",
                id.toString(),
                "accepted",
                Map.of("uid", row.uid, "revision", row.revision, "changed", changed));
        return new Accepted.Changed(toNamespace(row), operation);
    }

    private Operation beginToRetire(NamespaceId id, Duration retention, Caller caller) {
        sql.lock("namespace " + id);
        NamespaceRow row = required(id);
        Wish.retire(row, underWay(row), caller.ifMatch()).enforce();
        row.state = NamespaceState.RETIRING;
        row.reason = null;
        row.retentionSeconds = retention.toSeconds();
        row.persistAndFlush();
        Operation operation =
                open(
                        row,
                        OperationType.RETIRE_NAMESPACE,
                        new Plan(
                                retention.isZero()
                                        ? "Retire " + id + " and purge it at once"
                                        : "Retire "
                                                + id
                                                + " and keep its data for "
                                                + IsoDuration.of(retention),
                                Workflows.retire(id, placements(row), retention)),
                        caller);
        audit.record(
                id.tenant(),
                caller,
                "namespace.retire",
                id.toString(),
                "accepted",
                Map.of("uid", row.uid, "retention", IsoDuration.of(retention)));
        return operation;
    }

    private NamespacePlan planCreate(NamespaceId id, NamespaceSpec spec, Wish wish) {
        Placing placing = placements.choose(spec);
        List<ProblemException> refusals = new java.util.ArrayList<>(wish.refusals());
        Optional<Shard> best = placing.best();
        if (best.isEmpty()) {
            refusals.add(placing.refusal());
        }
        List<Placement> placed =
                best.map(shard -> List.of(new Placement(PlacementRole.PRIMARY, shard.id())))
                        .orElse(List.of());
        Effective effective = best.map(shard -> Placing.effective(spec, shard)).orElse(null);
        return new NamespacePlan(
                Action.CREATE,
                Workflows.provision(id, placed),
                effective,
                placed,
                effective == null ? List.of() : effective.warnings(),
                views(refusals));
    }

    private NamespacePlan planChange(NamespaceRow row, NamespaceSpec spec, Wish wish) {
        Effective effective = Placing.effective(spec, primary(row));
        return new NamespacePlan(
                wish.action(),
                wish.changed().isEmpty() ? List.of() : Workflows.change(row.id(), wish.changed()),
                effective,
                placements(row),
                effective.warnings(),
                views(wish.refusals()));
    }

    private Operation open(NamespaceRow row, OperationType type, Plan plan, Caller caller) {
        return operations.open(
                type, target(row), plan, caller.principal().address(), Duration.ZERO);
    }

    private static Target target(NamespaceRow row) {
        return Target.namespace(row.id(), Uid.of(row.uid));
    }

    private Namespace toNamespace(NamespaceRow row) {
        return row.toNamespace(placements(row), underWay(row));
    }

    private List<Placement> placements(NamespaceRow row) {
        return placements.of(List.of(row.uid)).getOrDefault(row.uid, List.of());
    }

    private Shard primary(NamespaceRow row) {
        return placements(row).stream()
                .filter(placement -> placement.role() == PlacementRole.PRIMARY)
                .findFirst()
                .flatMap(placement -> shards.find(placement.shard()))
                .orElseThrow(() -> new IllegalStateException(row.id() + " is placed nowhere"));
    }

    private @Nullable UUID underWay(@Nullable NamespaceRow row) {
        return row == null ? null : operations.underWay(List.of(row.uid)).get(row.uid);
    }

    private @Nullable NamespaceRow live(NamespaceId id) {
        return NamespaceRow.<NamespaceRow>find("name = ?1 and state in ?2", id.name(), LIVE)
                .firstResult();
    }

    private NamespaceRow required(NamespaceId id) {
        NamespaceRow row = live(id);
        if (row == null) {
            throw absent("namespace");
        }
        return row;
    }

    private static NamespaceRow row(Uid uid) {
        return NamespaceRow.<NamespaceRow>findByIdOptional(uid.value())
                .orElseThrow(() -> absent("namespace"));
    }

    private void existing(TenantId tenant) {
        if (tenants.find(tenant).isEmpty()) {
            throw absent("tenant");
        }
    }

    private static ProblemException absent(String what) {
        return new ProblemException(
                ProblemCode.NOT_FOUND, "There is no such " + what + ", or you may not see it.");
    }

    private static List<ProblemView> views(List<ProblemException> refusals) {
        return refusals.stream().map(ProblemException::view).toList();
    }

    private static Map<String, String> uid(NamespaceRow row) {
        return Map.of("uid", row.uid);
    }
}
