package io.quarry.metadata.operation;

/** Another worker has claimed the operation since: whoever meets this stops. */
public final class FencedOff extends RuntimeException {
    private static final long serialVersionUID = 1;

    public FencedOff(Fence fence) {
        super(fence + " has been overtaken", null, false, false);
    }
}
