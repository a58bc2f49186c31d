package io.quarry.abstractions.cache;

import io.quarry.abstractions.token.Token;
import org.jspecify.annotations.Nullable;

/** What came of a write. */
public sealed interface Written {
    /**
     * @param token names what is there; that of a write which lost against a newer one is answered
     *     all the same
     */
    record Done(Token token) implements Written {}

    /**
     * Nothing has changed.
     *
     * @param current what is there; null where nothing is, or a number
     */
    record ConditionFailed(@Nullable Token current) implements Written {}

    /** There is no entry to append to, or whose life could be made longer. */
    record Absent() implements Written {}

    /** What is there is a number, to which nothing is appended. */
    record IsNumber() implements Written {}
}
