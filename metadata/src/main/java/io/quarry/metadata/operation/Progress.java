package io.quarry.metadata.operation;

/** How far; counted, never guessed. */
public record Progress(long done, long total, String unit) {}
