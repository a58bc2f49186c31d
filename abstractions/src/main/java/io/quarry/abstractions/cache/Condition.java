package io.quarry.abstractions.cache;

import io.quarry.abstractions.token.Token;

/** What has to be there for a write to take place. */
public sealed interface Condition {
    record Always() implements Condition {}

    /** Nothing is there: memcached's add. */
    record Absent() implements Condition {}

    /** Something is there: memcached's replace. */
    record Present() implements Condition {}

    /** What this token wrote is there: gets and cas. */
    record WrittenBy(Token token) implements Condition {}
}
