package io.quarry.metadata.row;

import org.jspecify.annotations.Nullable;

/**
 * A row holds what this version does not understand, as during a rolling upgrade. Whoever reads
 * many rows passes over it, so that one row never stops the others.
 */
public final class UnreadableRow extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public UnreadableRow(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
