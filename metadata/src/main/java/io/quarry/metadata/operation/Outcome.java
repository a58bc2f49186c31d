package io.quarry.metadata.operation;

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

    /** It can never work. */
    record GiveUp(String reason) implements Outcome {}
}
