package io.quarry.metadata.operation;

import java.util.Locale;

/** What people can do to an operation that is under way. */
public enum Intervention {
    CANCEL,
    RETRY,
    APPROVE;

    /** As in routes and in the audit log. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What one of them would do now.
     *
     * @param changes false where it is so already
     */
    public record Effect(boolean changes, String summary) {}
}
