package io.quarry.metadata.shard;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
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
import io.quarry.metadata.operation.Target;
import io.quarry.metadata.problem.Preconditions;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shards as operators change them. Each change holds the shard's row, so that what it was decided
 * by is still so when it is written, and what is reserved meanwhile waits for it.
 */
@ApplicationScoped
public class Fleet {
    private static final TypeReference<Operation> OPERATION = new TypeReference<>() {};
    private static final TypeReference<FleetShard> SHARD = new TypeReference<>() {};

    private final Tenancy tenancy;
    private final Idempotency idempotency;
    private final Audit audit;
    private final Operations operations;
    private final FleetRows rows;
    private final FleetDecisions decisions;
    private final Set<Provider> offered;

    Fleet(
            Tenancy tenancy,
            Idempotency idempotency,
            Audit audit,
            Operations operations,
            FleetRows rows,
            FleetDecisions decisions,
            ProviderConfig providers) {
        this.tenancy = tenancy;
        this.idempotency = idempotency;
        this.audit = audit;
        this.operations = operations;
        this.rows = rows;
        this.decisions = decisions;
        this.offered =
                providers.local() ? EnumSet.allOf(Provider.class) : EnumSet.of(Provider.EXISTING);
    }

    /** The shard, retired or not, if there ever was one. */
    public Optional<FleetShard> find(String id) {
        return tenancy.platform(() -> rows.find(id));
    }

    /** By id. */
    public Listing<FleetShard> list(FleetFilter filter, PageRequest page) {
        String listing = "shards " + filter.digest();
        String after = page.after(listing);
        return page.page(
                listing,
                tenancy.platform(() -> rows.list(filter, after, page.limit() + 1)),
                each -> each.shard().id(),
                each -> each);
    }

    /**
     * Takes a cluster into use once a worker has started it, if it is not there already, and asked
     * it who it is; NAME_TAKEN for a shard that is not retired.
     */
    public Operation register(NewShard wanted, Caller caller) {
        Shard shard = wanted.shard(offered);
        return once(
                caller,
                OPERATION,
                () -> {
                    if (!rows.register(shard)) {
                        throw decisions.taken(shard.id());
                    }
                    Operation operation =
                            open(
                                    OperationType.PROVISION_SHARD,
                                    shard.id(),
                                    decisions.registration(shard),
                                    caller);
                    Change change = Change.created(ShardFacts.of(shard));
                    accepted("shard.register", shard.id(), change, operation, caller);
                    return operation;
                });
    }

    /** What {@link #register} would set out to do; refuses what it would refuse. */
    public Plan planRegister(NewShard wanted) {
        Shard shard = wanted.shard(offered);
        return tenancy.platform(
                () -> {
                    if (rows.find(shard.id())
                            .filter(known -> known.shard().state() != ShardState.RETIRED)
                            .isPresent()) {
                        throw decisions.taken(shard.id());
                    }
                    return decisions.registration(shard);
                });
    }

    /**
     * Changes labels and capacity; a change needs If-Match.
     *
     * @throws ProblemException NOT_FOUND, SHARD_STATE, PRECONDITION_REQUIRED, PRECONDITION_FAILED,
     *     CAPACITY_RESERVED
     */
    public FleetShard change(String id, JsonNode patch, Caller caller) {
        ShardPatch wanted = ShardPatch.of(patch);
        return once(
                caller,
                SHARD,
                () -> {
                    FleetShard known = held(id, caller.ifMatch());
                    Shard changed = decisions.changed(known.shard(), wanted);
                    if (changed.equals(known.shard())) {
                        return known;
                    }
                    Preconditions.required(caller.ifMatch());
                    rows.change(changed);
                    done(
                            "shard.change",
                            Change.replaced(ShardFacts.of(known.shard()), ShardFacts.of(changed)),
                            id,
                            caller);
                    return required(id);
                });
    }

    /**
     * Whether {@link #change} would change anything; refuses what it would refuse, but for If-Match
     * left out.
     */
    public boolean planChange(String id, JsonNode patch, @Nullable Long ifMatch) {
        ShardPatch wanted = ShardPatch.of(patch);
        return tenancy.platform(
                () -> {
                    FleetShard known = seen(id, ifMatch);
                    return !decisions.changed(known.shard(), wanted).equals(known.shard());
                });
    }

    /** CORDONED: what is there stays, nothing new is placed there. */
    public FleetShard cordon(String id, Caller caller) {
        return become("shard.cordon", ShardState.CORDONED, id, caller);
    }

    /** ACTIVE again, from CORDONED or from a drain that has ended. */
    public FleetShard uncordon(String id, Caller caller) {
        return become("shard.uncordon", ShardState.ACTIVE, id, caller);
    }

    /**
     * Whether {@link #cordon} or {@link #uncordon} would change anything; refuses what it would.
     */
    public boolean planBecome(String id, ShardState wanted, @Nullable Long ifMatch) {
        return tenancy.platform(() -> decisions.becomes(seen(id, ifMatch), wanted));
    }

    /** Waits until nothing is placed there; nothing new is. Cancelled, all is as it was before. */
    public Operation drain(String id, Caller caller) {
        return begin(OperationType.DRAIN_SHARD, id, caller);
    }

    /**
     * Takes it out of use. Servers that were there before are left as they are; one that the worker
     * started is ended, and its data and log-ins go.
     *
     * @throws ProblemException NOT_FOUND, SHARD_STATE, OPERATION_IN_PROGRESS, PRECONDITION_FAILED,
     *     or SHARD_NOT_EMPTY with what is still placed there
     */
    public Operation retire(String id, Caller caller) {
        return begin(OperationType.RETIRE_SHARD, id, caller);
    }

    /** What {@link #drain} or {@link #retire} would set out to do; refuses what it would refuse. */
    public Plan plan(OperationType type, String id, @Nullable Long ifMatch) {
        return tenancy.platform(() -> decisions.begin(type, seen(id, ifMatch)));
    }

    private FleetShard become(String action, ShardState wanted, String id, Caller caller) {
        return once(
                caller,
                SHARD,
                () -> {
                    FleetShard known = held(id, caller.ifMatch());
                    if (!decisions.becomes(known, wanted)) {
                        return known;
                    }
                    rows.become(id, wanted, null, null);
                    Shard shard = known.shard();
                    Change change =
                            Change.replaced(ShardFacts.of(shard), ShardFacts.of(shard, wanted));
                    done(action, change, id, caller);
                    return required(id);
                });
    }

    private Operation begin(OperationType type, String id, Caller caller) {
        return once(
                caller,
                OPERATION,
                () -> {
                    FleetShard known = held(id, caller.ifMatch());
                    Plan plan = decisions.begin(type, known);
                    Shard shard = known.shard();
                    rows.become(id, ShardState.DRAINING, null, shard.state());
                    Operation operation = open(type, id, plan, caller);
                    ShardFacts before = ShardFacts.of(shard);
                    if (type == OperationType.RETIRE_SHARD) {
                        accepted("shard.retire", id, Change.removed(before), operation, caller);
                    } else {
                        ShardFacts after = ShardFacts.of(shard, ShardState.DRAINING);
                        Change change = Change.replaced(before, after);
                        accepted("shard.drain", id, change, operation, caller);
                    }
                    return operation;
                });
    }

    private <T> T once(Caller caller, TypeReference<T> type, Supplier<T> work) {
        return tenancy.platform(() -> idempotency.once(caller, null, type, work));
    }

    private Operation open(OperationType type, String id, Plan plan, Caller caller) {
        String by = caller.principal().address();
        return operations.open(type, Target.shard(id), plan, by, Duration.ZERO);
    }

    private FleetShard held(String id, @Nullable Long ifMatch) {
        return matching(rows.hold(id), ifMatch);
    }

    private FleetShard seen(String id, @Nullable Long ifMatch) {
        return matching(rows.find(id), ifMatch);
    }

    private FleetShard required(String id) {
        return matching(rows.find(id), null);
    }

    private static FleetShard matching(Optional<FleetShard> found, @Nullable Long ifMatch) {
        FleetShard shard =
                found.orElseThrow(
                        () ->
                                new ProblemException(
                                        ProblemCode.NOT_FOUND, "There is no such shard."));
        Preconditions.match(ifMatch, shard.revision());
        return shard;
    }

    private void done(String action, Change change, String id, Caller caller) {
        audit.record(null, caller, action, id, AuditOutcome.DONE, change, Map.of());
    }

    private void accepted(
            String action, String id, Change change, Operation operation, Caller caller) {
        audit.record(
                null,
                caller,
                action,
                id,
                AuditOutcome.ACCEPTED,
                change.by(operation.id()),
                Map.of());
    }
}
