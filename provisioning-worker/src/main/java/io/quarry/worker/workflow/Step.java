package io.quarry.worker.workflow;

import io.quarry.metadata.operation.Outcome;

/**
 * One idempotent act: carried out twice, or begun, killed and carried out elsewhere, it leaves the
 * world as if carried out once. Its name is its class's; the sentence that explains it lives with
 * the plan in metadata, so that dry run and progress page say the same.
 */
public interface Step {

    /**
     * Does it, within the step's time-out; a failure of a store or of the database may simply be
     * thrown and is tried again.
     */
    Outcome carryOut(Assignment assignment);

    /** This, and once it is done the other: begun again, it begins with this again. */
    default Step then(Step next) {
        return assignment ->
                switch (carryOut(assignment)) {
                    case Outcome.Done() -> next.carryOut(assignment);
                    case Outcome.Retry retry -> retry;
                    case Outcome.Await await -> await;
                    case Outcome.GiveUp giveUp -> giveUp;
                };
    }
}
