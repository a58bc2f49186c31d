package io.quarry.metadata.problem;

import java.util.Optional;

/** What free text may be. */
public final class Texts {
    private Texts() {}

    /**
     * Length in UTF-16 units, and no NUL, which PostgreSQL cannot keep.
     *
     * @return what is wrong, if anything is
     */
    public static Optional<Violation> check(String field, String text, int longest) {
        if (text.length() > longest) {
            return Optional.of(
                    new Violation(field, "must have at most " + longest + " characters"));
        }
        return text.indexOf('\0') < 0
                ? Optional.empty()
                : Optional.of(new Violation(field, "must not contain the character NUL"));
    }
}
