package io.quarry.metadata.problem;

import java.util.List;

/**
 * A problem inside another answer: why an operation failed, or why a plan would be refused.
 *
 * @param violations empty unless an input is at fault
 */
public record ProblemView(
        ProblemCode code, String title, String detail, List<Violation> violations) {
    public ProblemView {
        violations = violations == null ? List.of() : List.copyOf(violations);
    }

    /** Without violations. */
    public static ProblemView of(ProblemCode code, String detail) {
        return new ProblemView(code, code.title(), detail, List.of());
    }
}
