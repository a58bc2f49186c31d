package io.quarry.api.data;

import java.util.Locale;

/** How a call ended, for the meters: few, and told apart by whom to ask. */
enum Outcome {
    OK,
    ABSENT,
    REFUSED,
    THROTTLED,
    UNAVAILABLE,
    LATE,
    FAILED;

    static Outcome of(int status) {
        return switch (status) {
            case 404 -> ABSENT;
            case 429 -> THROTTLED;
            case 503 -> UNAVAILABLE;
            case 504 -> LATE;
            default -> status < 400 ? OK : status < 500 ? REFUSED : FAILED;
        };
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
