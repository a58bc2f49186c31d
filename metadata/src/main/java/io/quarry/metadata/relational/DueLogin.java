package io.quarry.metadata.relational;

import org.jspecify.annotations.Nullable;

/**
 * A log-in whose role is to be brought in line.
 *
 * @param shard where the database is
 * @param verifier of the password that it is to have; null if it is to be locked
 */
public record DueLogin(LoginId id, String shard, @Nullable String verifier) {
    /** Without the verifier, so that no log has it. */
    @Override
    public String toString() {
        return "DueLogin[" + id.user() + " on " + shard + "]";
    }
}
