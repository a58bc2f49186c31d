package io.quarry.stores.postgresql;

/** What the log-ins of a database may do, whatever they have said of themselves. */
public enum Access {
    WRITABLE,
    /**
     * Transactions begin as read-only. One that says READ WRITE still writes, or nothing could be
     * deleted.
     */
    READ_ONLY,
    /** Nobody logs in. */
    SHUT
}
