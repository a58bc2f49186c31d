package io.quarry.local;

import org.jspecify.annotations.Nullable;

/** Something that a person can act on: its message is printed as it is, without a stack trace. */
public final class StackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StackException(String message) {
        super(message);
    }

    public StackException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
