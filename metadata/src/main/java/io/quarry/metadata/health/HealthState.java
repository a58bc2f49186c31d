package io.quarry.metadata.health;

/** What the last look at a shard found. */
public enum HealthState {
    ANSWERING,
    /** It did not answer, or refused to. */
    SILENT,
    /** The worker could not ask it, for want of a log-in; nothing comes of that. */
    UNKNOWN
}
