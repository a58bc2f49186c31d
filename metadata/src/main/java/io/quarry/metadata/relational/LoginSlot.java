package io.quarry.metadata.relational;

import io.quarry.metadata.namespace.Uid;
import java.util.Locale;

/** Which of a database's two log-ins. */
public enum LoginSlot {
    A,
    B;

    /** The role's name in the database. */
    public String user(Uid uid) {
        return uid + "_" + name().toLowerCase(Locale.ROOT);
    }
}
