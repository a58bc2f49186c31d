package io.quarry.metadata.health;

/** What the last look at a shard found. */
public enum HealthState {
    ANSWERING,
    /** It answers, with fewer nodes than it should have. */
    IMPAIRED,
    /** It did not answer, or refused to. */
    SILENT,
    /** Another cluster answers than the one that was taken into use. */
    STRANGER,
    /** The worker could not ask it, for want of a log-in; nothing comes of that. */
    UNKNOWN
}
