package io.quarry.worker.claim;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarry.metadata.operation.Claim;
import io.quarry.metadata.operation.Claims;
import io.quarry.metadata.operation.FencedOff;
import io.quarry.metadata.operation.OperationState;
import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.operation.StepView;
import io.quarry.metadata.operation.StepViews;
import io.quarry.metadata.operation.Transitions;
import io.quarry.metadata.operation.WorkflowFacts;
import io.quarry.metadata.operation.Workflows;
import io.quarry.stores.spi.StoreException;
import io.quarry.worker.WorkerConfig;
import io.quarry.worker.workflow.Assignment;
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
            String name =
                    state instanceof OperationState.Running(int index, _, _)
                            ? steps.get(index).name()
                            : "undo";
            String workflow = claim.operation().type().wire();
            HaltPoint.BEFORE_EFFECT.reached(workflow, name);
            lease.relax();
            Outcome outcome = carryOut(claim, lease, state, name);
            HaltPoint.AFTER_EFFECT.reached(workflow, name);
            Instant now = clock.instant();
            state = Transitions.next(state, outcome, facts(claim), now);
            steps = StepViews.after(steps, state, now);
            HaltPoint.BEFORE_SAVE.reached(workflow, name);
            if (!claims.save(claim.fence(), state, steps)) {
                throw new FencedOff(claim.fence());
            }
            switch (state) {
                case OperationState.Running _ -> {
                    if (stopping.getAsBoolean()) {
                        claims.renew(claim.fence(), Duration.ZERO);
                        return null;
                    }
                }
                case OperationState.Cancelling(_, Instant until, _) -> {
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

    private Outcome carryOut(Claim claim, KeptLease lease, OperationState state, String name) {
        if (!(state instanceof OperationState.Running(_, int attempt, _))) {
            return new Outcome.GiveUp(claim.operation().type().wire() + " has no way back");
        }
        Duration pause = backoff.after(attempt, ThreadLocalRandom.current());
        long begun = System.nanoTime();
        Outcome outcome;
        try {
            outcome =
                    workflows
                            .of(claim.operation().type())
                            .step(name)
                            .carryOut(new Assignment(claim.operation(), lease));
        } catch (FencedOff e) {
            throw e;
        } catch (StoreException e) {
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
        WorkflowFacts facts = Workflows.facts(claim.operation());
        return new WorkflowFacts(
                facts.steps(), facts.attemptsBeforeAttention(), config.claims().sweepInterval());
    }
}
