package io.quarry.metadata.problem;

/**
 * One fault of an input.
 *
 * @param field the JSON path of the field, such as {@code workload.reads_per_second.high}, or the
 *     name of a path or query parameter
 * @param message what is wrong and what would be right, for people
 */
public record Violation(String field, String message) {}
