package io.quarry.stores.postgresql;

import java.util.Locale;

/** Which of a database's two log-ins: while one is given a new password, the other works. */
public enum Slot {
    A,
    B;

    /**
     * The role's name.
     *
     * @throws IllegalArgumentException where that is no uid, since the name becomes part of
     *     statements
     */
    public String role(String uid) {
        return DatabaseStatements.checked(uid) + "_" + name().toLowerCase(Locale.ROOT);
    }
}
