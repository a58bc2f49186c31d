package io.quarry.api.identity;

import io.quarry.metadata.fault.Halts;

/** Moments between rows and clients at which the kill tests end the process. */
enum HaltPoint {
    ROW_BEGUN,
    CLIENT_MADE,
    CONFIRMED,
    DELETION_DECIDED,
    CLIENT_REMOVED;

    void reached() {
        Halts.at(name());
    }
}
