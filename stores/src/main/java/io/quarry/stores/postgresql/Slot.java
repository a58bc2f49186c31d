package io.quarry.stores.postgresql;

import java.util.Locale;

/** Which of a database's two log-ins: while one is given a new password, the other works. */
public enum Slot {
    A,
    B;

    /** The role's name. */
    public String role(String uid) {
        return uid + "_" + name().toLowerCase(Locale.ROOT);
    }
}
