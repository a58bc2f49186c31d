package io.quarry.metadata.problem;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A refusal that the caller is told about. It is an answer and not an accident, so it carries no
 * stack trace.
 */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ProblemCode code;
    private final transient List<Violation> violations;
    private final transient Map<String, Object> facts;
    private final @Nullable UUID operationId;

    public ProblemException(
            ProblemCode code,
            String detail,
            List<Violation> violations,
            Map<String, Object> facts,
            @Nullable UUID operationId) {
        super(detail, null, false, false);
        this.code = code;
        this.violations = List.copyOf(violations);
        this.facts = Map.copyOf(facts);
        this.operationId = operationId;
    }

    public ProblemException(ProblemCode code, String detail) {
        this(code, detail, List.of(), Map.of(), null);
    }

    public ProblemException(ProblemCode code, String detail, List<Violation> violations) {
        this(code, detail, violations, Map.of(), null);
    }

    public ProblemException(ProblemCode code, String detail, Map<String, Object> facts) {
        this(code, detail, List.of(), facts, null);
    }

    public ProblemCode code() {
        return code;
    }

    /** What happened, in a sentence for people; never a secret, never a stack trace. */
    public String detail() {
        String message = getMessage();
        return message == null ? code.title() : message;
    }

    public List<Violation> violations() {
        return violations;
    }

    /**
     * Further members of the problem document, such as {@code limit}, {@code used} and {@code
     * requested}.
     */
    public Map<String, Object> facts() {
        return facts;
    }

    /** The operation that is in the way, or that the problem is about. */
    public @Nullable UUID operationId() {
        return operationId;
    }

    public ProblemView view() {
        return new ProblemView(code, code.title(), detail(), violations);
    }
}
