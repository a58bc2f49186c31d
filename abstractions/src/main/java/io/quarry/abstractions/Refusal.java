package io.quarry.abstractions;

import org.jspecify.annotations.Nullable;

/**
 * A request that is wrong in itself, refused before any store was asked, so that nothing has
 * changed. Each package has a sealed family of its own below this class.
 */
public abstract class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final @Nullable String field;

    /**
     * @param code the problem's code, kebab-case, lasting
     * @param field what the caller called the thing that is wrong, in snake_case; null where it is
     *     no single thing
     * @param message a sentence for people
     */
    protected Refusal(String code, @Nullable String field, String message) {
        super(
                message, null, false,
                false); // no stack trace: a refusal is an answer, and callers can cause many
        this.code = code;
        this.field = field;
    }

    public String code() {
        return code;
    }

    public @Nullable String field() {
        return field;
    }
}
