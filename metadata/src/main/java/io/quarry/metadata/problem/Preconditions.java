package io.quarry.metadata.problem;

import org.jspecify.annotations.Nullable;

/** Optimistic locking by revisions, alike for every resource. */
public final class Preconditions {
    /** What a caller has seen who wants to create and never to replace: nothing. */
    public static final long ABSENT = 0;

    private Preconditions() {}

    /**
     * @throws ProblemException PRECONDITION_REQUIRED if the caller did not say what it has seen
     */
    public static void required(@Nullable Long seen) {
        if (seen == null) {
            throw new ProblemException(
                    ProblemCode.PRECONDITION_REQUIRED,
                    "Changing this needs If-Match with the ETag that you have read.");
        }
    }

    /**
     * @param seen the revision that the caller has seen, {@link #ABSENT}, or null if it did not say
     * @param known the revision that is, or null if there is no such resource
     * @throws ProblemException PRECONDITION_FAILED unless the caller said nothing or has seen what
     *     is; NAME_TAKEN if it has seen nothing and there is something
     */
    public static void match(@Nullable Long seen, @Nullable Long known) {
        if (seen != null && seen == ABSENT) {
            if (known != null) {
                throw new ProblemException(
                        ProblemCode.NAME_TAKEN,
                        "There is one already; it is at revision " + known + ".");
            }
            return;
        }
        if (seen != null && !seen.equals(known)) {
            throw new ProblemException(
                    ProblemCode.PRECONDITION_FAILED,
                    known == null
                            ? "If-Match was sent, and there is no such resource."
                            : "The resource is at revision " + known + " now.");
        }
    }
}
