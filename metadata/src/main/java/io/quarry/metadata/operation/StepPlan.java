package io.quarry.metadata.operation;

/**
 * A step and what it would do, in a sentence; the dry run, the progress page and the audit log
 * print it.
 */
public record StepPlan(String name, String plan) {}
