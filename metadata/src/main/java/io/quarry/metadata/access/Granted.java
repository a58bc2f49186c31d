package io.quarry.metadata.access;

/**
 * A grant as it lies in its row.
 *
 * @param revision no other state of a grant ever has the same
 */
public record Granted(Grant grant, long revision) {}
