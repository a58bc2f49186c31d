package io.quarry.metadata.operation;

/** Where a step stands. */
public enum StepState {
    PENDING,
    RUNNING,
    WAITING,
    DONE,
    FAILED,
    SKIPPED
}
