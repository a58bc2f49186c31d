package io.quarry.metadata.operation;

/** Where a step stands. */
public enum StepState {
    PENDING,
    RUNNING,
    WAITING,
    DONE,
    FAILED,
    /** Never begun, and never to be. */
    SKIPPED,
    /** Being taken back. */
    UNDOING,
    /** Taken back. */
    UNDONE
}
