package io.quarry.worker.publish;

/** Where this worker stands with what one of them publishes; shown by health. */
public enum Standing {
    CANDIDATE,
    PUBLISHING,
    TOPIC_AWAY,
    DATABASE_AWAY
}
