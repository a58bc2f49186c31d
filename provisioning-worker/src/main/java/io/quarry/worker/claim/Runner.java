package io.quarry.worker.claim;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarry.metadata.operation.Claim;
import io.quarry.metadata.operation.Claims;
import io.quarry.metadata.operation.FencedOff;
import io.quarry.metadata.operation.OperationState;
import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.operation.Saved;
import io.quarry.metadata.operation.StepView;
import io.quarry.metadata.operation.StepViews;
import io.quarry.metadata.operation.Transitions;
import io.quarry.metadata.operation.WorkflowFacts;
import io.quarry.metadata.operation.Workflows;
import io.quarry.stores.spi.StoreException;
import io.quarry.worker.WorkerConfig;
import io.quarry.worker.workflow.Assignment;
import io.quarry.worker.workflow.ShardTrouble;
import io.quarry.worker.workflow.Step;
import io.quarry.worker.workflow.Undoing;
import io.quarry.worker.workflow.Workflow;
import io.quarry.worker.workflow.WorkflowCatalogue;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Carries a claimed operation from step to step until it ends, waits, or belongs to somebody else.
 */
@ApplicationScoped
class Runner {
    private static final Logger LOG = Logger.getLogger(Runner.class);

    private static final Step NO_WAY_BACK =
            assignment ->
                    new Outcome.GiveUp(assignment.operation().type().wire() + " has no way back");

    private final Claims claims;
    private final WorkflowCatalogue workflows;
    private final WorkerConfig config;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Backoff backoff;

    Runner(
            Claims claims,
            WorkflowCatalogue workflows,
            WorkerConfig config,
            MeterRegistry meters,
            Clock clock) {
        this.claims = claims;
        this.workflows = workflows;
        this.config = config;
        this.meters = meters;
        this.clock = clock;
        this.backoff = new Backoff(config.steps().firstRetry(), config.steps().longestRetry());
    }

    /**
     * Returns when there is nothing more to do for now.
     *
     * @param stopping asked between steps; when true, the claim is given back for another worker to
     *     go on at once
     * @return when the operation is due again, or null if that is not this worker's concern
     */
    @Nullable Instant carryOn(Claim claim, BooleanSupplier stopping) {
        try (KeptLease lease =
                new KeptLease(claims, claim.fence(), config.claims().lease()).started()) {
            return carryOn(claim, lease, stopping);
        } catch (FencedOff e) {
            LOG.infof("operation %s belongs to another worker now", claim.operation().id());
            meters.counter("quarry.worker.fenced").increment();
            return null;
        }
    }

    private @Nullable Instant carryOn(Claim claim, KeptLease lease, BooleanSupplier stopping) {
        OperationState state = claim.state();
        List<StepView> steps = claim.operation().steps();
        while (true) {
            Act act = act(claim, state);
            String name = act.name();
            String workflow = claim.operation().type().wire();
            String target = claim.operation().target().name();
            HaltPoint.BEFORE_EFFECT.reached(workflow, name, target);
            lease.relax();
            Outcome outcome = carryOut(claim, lease, act);
            HaltPoint.AFTER_EFFECT.reached(workflow, name, target);
            Instant now = clock.instant();
            state = Transitions.next(state, outcome, facts(claim), now);
            steps = StepViews.after(steps, state, now);
            HaltPoint.BEFORE_SAVE.reached(workflow, name, target);
            Saved saved =
                    claims.save(claim.fence(), state, steps)
                            .orElseThrow(() -> new FencedOff(claim.fence()));
            state = saved.state();
            steps = saved.steps();
            switch (state) {
                case OperationState.Running _ -> {
                    if (stopping.getAsBoolean()) {
                        claims.renew(claim.fence(), Duration.ZERO);
                        return null;
                    }
                }
                case OperationState.Cancelling(_, _, Instant until, _, _) -> {
                    return until;
                }
                case OperationState.Waiting(_, _, Instant until, _) -> {
                    return until;
                }
                case OperationState.NeedsAttention(_, _, Instant until, String reason) -> {
                    LOG.warnf(
                            "%s %s needs attention: %s", workflow, claim.operation().id(), reason);
                    return until;
                }
                case OperationState.Pending _,
                        OperationState.NeedsApproval _,
                        OperationState.Succeeded _,
                        OperationState.Failed _,
                        OperationState.Cancelled _ -> {
                    meters.counter(
                                    "quarry.worker.operations",
                                    "workflow",
                                    workflow,
                                    "state",
                                    state.wire())
                            .increment();
                    LOG.infof("%s %s: %s", workflow, claim.operation().id(), state.wire());
                    return null;
                }
            }
        }
    }

    /**
     * What is to be done in a state that a claim or a save has left.
     *
     * @param name the step's, and with {@code undo-} before it where it is undone
     */
    private record Act(String name, int attempt, Step step) {}

    private Act act(Claim claim, OperationState state) {
        Workflow workflow = workflows.of(claim.operation().type());
        List<StepView> steps = claim.operation().steps();
        return switch (state) {
            case OperationState.Running(int index, int attempt, _) -> {
                String name = steps.get(index).name();
                yield new Act(name, attempt, workflow.step(name));
            }
            case OperationState.Cancelling(int index, int attempt, _, _, _) -> {
                String name =
                        index == OperationState.Cancelling.ACCEPTANCE
                                ? Undoing.ACCEPTANCE
                                : steps.get(index).name();
                Step undo = workflow.undoing().map(undoing -> undoing.of(name)).orElse(NO_WAY_BACK);
                yield new Act("undo-" + name, attempt, undo);
            }
            case OperationState.Pending _,
                    OperationState.NeedsApproval _,
                    OperationState.Waiting _,
                    OperationState.NeedsAttention _,
                    OperationState.Succeeded _,
                    OperationState.Failed _,
                    OperationState.Cancelled _ ->
                    throw new IllegalStateException("nothing is to be done in " + state.wire());
        };
    }

    private Outcome carryOut(Claim claim, KeptLease lease, Act act) {
        String name = act.name();
        Duration pause = backoff.after(act.attempt(), ThreadLocalRandom.current());
        long begun = System.nanoTime();
        Outcome outcome;
        try {
            outcome = act.step().carryOut(new Assignment(claim.operation(), lease));
        } catch (FencedOff e) {
            throw e;
        } catch (StoreException | ShardTrouble e) {
            outcome =
                    new Outcome.Retry(
                            pause, e.getMessage() == null ? e.toString() : e.getMessage());
        } catch (RuntimeException e) {
            // tenants read the reason, so nothing of the inside goes into it
            LOG.warnf(e, "%s of operation %s failed", name, claim.operation().id());
            outcome =
                    new Outcome.Retry(
                            pause,
                            "the step met a fault on our side, which the worker's log tells");
        }
        meters.timer(
                        "quarry.worker.steps",
                        "workflow",
                        claim.operation().type().wire(),
                        "step",
                        name,
                        "outcome",
                        outcome.getClass().getSimpleName())
                .record(Duration.ofNanos(System.nanoTime() - begun));
        return outcome;
    }

    /**
     * As metadata has them, but what is awaited is asked for with the sweep: the step itself has
     * watched closely before.
     */
    private WorkflowFacts facts(Claim claim) {
        WorkflowFacts facts = Workflows.facts(claim.operation().type(), claim.operation().steps());
        return new WorkflowFacts(
                facts.steps(),
                facts.pointOfNoReturn(),
                facts.attemptsBeforeAttention(),
                config.claims().sweepInterval());
    }
}
