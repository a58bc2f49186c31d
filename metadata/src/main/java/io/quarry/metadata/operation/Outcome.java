package io.quarry.metadata.operation;

import io.quarry.metadata.problem.ProblemCode;
import java.time.Duration;

/** What a step answers. */
public sealed interface Outcome {
    record Done() implements Outcome {}

    /** It did not work; the step may be begun again after a while. */
    record Retry(Duration after, String reason) implements Outcome {}

    /**
     * Nothing is wrong, but something else must happen first; never counted as a failed attempt.
     */
    record Await(String what) implements Outcome {}

    /**
     * It can never work.
     *
     * @param code of the problem that the operation ends with
     */
    record GiveUp(ProblemCode code, String reason) implements Outcome {
        /** For something that is wrong on our side. */
        public GiveUp(String reason) {
            this(ProblemCode.INTERNAL, reason);
        }
    }
}
