package io.quarry.worker.workflow;

import io.quarry.metadata.operation.Fence;
import io.quarry.metadata.operation.Progress;
import java.time.Duration;

/** The claim under which a step is carried out. */
public interface Hold {
    Fence fence();

    /**
     * Lengthens the claim and has PostgreSQL confirm it; asked before anything that a fence cannot
     * stop, which is all that happens in a store.
     *
     * @throws io.quarry.metadata.operation.FencedOff if less than that is left, or another worker
     *     holds the operation
     */
    void firmly(Duration atLeast);

    /** How far the step is, for those who watch; may be said as often as one likes. */
    void report(Progress progress);
}
