package io.quarry.metadata.namespace;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.capacity.Cost;
import io.quarry.metadata.namespace.NamespacePlan.Action;
import io.quarry.metadata.operation.Approvals;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Stakes;
import io.quarry.metadata.operation.StepPlan;
import io.quarry.metadata.placement.Candidate;
import io.quarry.metadata.placement.Placement;
import io.quarry.metadata.placement.PlacementRole;
import io.quarry.metadata.placement.Placements;
import io.quarry.metadata.placement.Placing;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.ProblemView;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What requests to {@link Namespaces} would do, decided by the same rules; nothing is changed. */
@ApplicationScoped
public class NamespacePlans {
    private final Tenancy tenancy;
    private final NamespaceRows rows;
    private final Placements placements;
    private final Approvals approvals;

    NamespacePlans(
            Tenancy tenancy, NamespaceRows rows, Placements placements, Approvals approvals) {
        this.tenancy = tenancy;
        this.approvals = approvals;
        this.rows = rows;
        this.placements = placements;
    }

    /** What put would do. */
    public NamespacePlan planPut(
            NamespaceId id, NamespaceSpec spec, Caller caller, boolean createOnly) {
        return tenancy.call(
                id.tenant(),
                () -> {
                    rows.existing(id.tenant());
                    NamespaceRow row = rows.live(id);
                    Wish wish =
                            Wish.put(row, rows.underWay(row), spec, caller.ifMatch(), createOnly);
                    return row == null
                            ? planCreate(id, spec, wish, caller)
                            : planChange(row, spec, wish, caller);
                });
    }

    /** What patch would do. */
    public NamespacePlan planPatch(NamespaceId id, JsonNode patch, Caller caller) {
        return tenancy.call(
                id.tenant(),
                () -> {
                    NamespaceRow row = rows.required(id);
                    NamespaceSpec spec = NamespaceSpecs.patched(row.spec, patch);
                    Wish wish = Wish.put(row, rows.underWay(row), spec, caller.ifMatch(), false);
                    return planChange(row, spec, wish, caller);
                });
    }

    /** What cloning would do. */
    public NamespacePlan planClone(NamespaceId source, String name, Caller caller) {
        NamespaceId id = new NamespaceId(source.tenant(), name);
        return tenancy.call(
                id.tenant(),
                () -> {
                    NamespaceSpec spec = rows.required(source).spec;
                    Wish wish = Wish.put(rows.live(id), null, spec, null, true);
                    NamespacePlan plan = planCreate(id, spec, wish, caller);
                    return plan.warned("the data of " + source + " is not copied");
                });
    }

    /** What retire would do. */
    public NamespacePlan planRetire(NamespaceId id, Duration retention, Caller caller) {
        return tenancy.call(
                id.tenant(),
                () -> {
                    NamespaceRow row = rows.required(id);
                    Wish wish = Wish.retire(row, rows.underWay(row), caller.ifMatch());
                    List<Placement> placed = rows.placements(row);
                    List<StepPlan> steps = StepsOf.retire(row.spec, id, placed, retention);
                    return new NamespacePlan(
                            Action.RETIRE,
                            steps,
                            row.effective,
                            placed,
                            List.of(),
                            approval(new Stakes(OperationType.RETIRE_NAMESPACE, steps), id, caller),
                            views(wish.refusals()));
                });
    }

    private NamespacePlan planCreate(NamespaceId id, NamespaceSpec spec, Wish wish, Caller caller) {
        Placing placing = placements.choose(spec);
        List<ProblemException> refusals = new ArrayList<>(wish.refusals());
        Optional<Candidate> best = placing.best();
        if (best.isPresent()) {
            placements.beyondQuota(id.tenant(), best.get()).ifPresent(refusals::add);
        } else {
            refusals.add(placing.refusal());
        }
        List<Placement> placed =
                best.map(place -> new Placement(PlacementRole.PRIMARY, place.shard().id()))
                        .map(List::of)
                        .orElse(List.of());
        Effective effective = best.map(place -> placements.effective(spec, place)).orElse(null);
        List<StepPlan> steps = StepsOf.provision(spec, id, placed);
        Cost cost = effective == null ? null : effective.monthlyCost();
        return new NamespacePlan(
                Action.CREATE,
                steps,
                effective,
                placed,
                effective == null ? List.of() : effective.warnings(),
                approval(
                        new Stakes(OperationType.PROVISION_NAMESPACE, steps, null, cost),
                        id,
                        caller),
                views(refusals));
    }

    private NamespacePlan planChange(
            NamespaceRow row, NamespaceSpec spec, Wish wish, Caller caller) {
        Uid uid = Uid.of(row.uid);
        Effective effective =
                placements.effective(spec, placements.grown(uid, spec), row.effective);
        List<ProblemException> refusals = new ArrayList<>(wish.refusals());
        if (NamespaceSpecs.sized(wish.changed())) {
            refusals.addAll(placements.refusals(uid, spec));
        }
        List<StepPlan> steps =
                wish.changed().isEmpty()
                        ? List.of()
                        : StepsOf.change(spec, row.id(), wish.changed());
        return new NamespacePlan(
                wish.action(),
                steps,
                effective,
                rows.placements(row),
                effective.warnings(),
                approval(
                        new Stakes(
                                OperationType.CHANGE_NAMESPACE,
                                steps,
                                row.effective.monthlyCost(),
                                effective.monthlyCost()),
                        row.id(),
                        caller),
                views(refusals));
    }

    private @Nullable String approval(Stakes stakes, NamespaceId id, Caller caller) {
        return approvals.demanded(stakes, id, caller.principal()).orElse(null);
    }

    static List<ProblemView> views(List<ProblemException> refusals) {
        return refusals.stream().map(ProblemException::view).toList();
    }
}
