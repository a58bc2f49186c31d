package io.quarry.metadata.answer;

/** What a write by name left behind, and whether it was new. */
public record Written<T>(T value, boolean created) {}
