package io.quarry.metadata.problem;

/** A problem inside another answer: why an operation failed, or why a plan would be refused. */
public record ProblemView(ProblemCode code, String title, String detail) {}
