package io.quarry.api.identity;

import io.quarry.metadata.fault.Halts;

/** Moments between rows and clients at which the kill tests end the process. */
enum HaltPoint {
    ROW_BEGUN,
    CLIENT_MADE,
    CONFIRMED,
    DELETION_DECIDED,
    CLIENT_REMOVED;

    /** In the life of that client, or of what has it. */
    void reached(String client) {
        Halts.at(name(), client);
    }
}
