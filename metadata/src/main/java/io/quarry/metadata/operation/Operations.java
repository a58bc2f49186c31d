package io.quarry.metadata.operation;

import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Operations as rows, and claims on them. */
@ApplicationScoped
public class Operations {
    /** The operation, of whichever tenant; the caller checks what may be seen. */
    public Optional<Operation> find(UUID id) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** Newest first. */
    public Listing<Operation> list(OperationFilter filter, PageRequest page) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** Claims any due operation. */
    public Optional<Claim> claim(String worker, Duration lease) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** Claims this operation if it is due. */
    public Optional<Claim> claim(UUID id, String worker, Duration lease) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /**
     * Saves through the fence, and gives up the lease unless the state is Running; false if fenced
     * off.
     */
    public boolean save(Fence fence, OperationState state, List<StepView> steps) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** Prolongs the lease to this long from now; false if fenced off. */
    public boolean renew(Fence fence, Duration lease) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** Whether the claim holds for at least that long, by PostgreSQL's clock. */
    public boolean holds(Fence fence, Duration atLeast) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /**
     * Holds the claim until the transaction ends, so that what is written beside it is fenced as
     * well; throws FencedOff.
     */
    public void guard(Fence fence) {
        throw new UnsupportedOperationException("lands with the next change");
    }
}
