package io.quarry.api.relational;

import io.quarry.metadata.relational.DatabaseConnection;
import org.jspecify.annotations.Nullable;

/**
 * What comes of asking for credentials.
 *
 * @param password null where the same request was answered before
 */
public record IssuedLogin(DatabaseConnection connection, @Nullable String password) {
    /** Without the password, so that no log can have it. */
    @Override
    public String toString() {
        return "IssuedLogin[" + connection.user() + "]";
    }
}
