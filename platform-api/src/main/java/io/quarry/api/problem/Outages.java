package io.quarry.api.problem;

import java.net.ConnectException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a database or identity provider that is away from a mistake of ours. */
final class Outages {
    /**
     * SQLSTATE classes: connection exceptions, insufficient resources, operator intervention (a
     * server that stops or starts).
     */
    private static final Set<String> CLASSES = Set.of("08", "53", "57");

    private static final int DEEPEST = 20;

    private Outages() {}

    static boolean isOutage(@Nullable Throwable failure) {
        var cause = failure;
        for (var depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof SQLTransientException || cause instanceof ConnectException) {
                return true;
            }
            if (cause instanceof SQLException sql && isOutage(sql)) {
                return true;
            }
            if (cause instanceof io.quarkus.oidc.OIDCException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isOutage(SQLException failure) {
        var state = failure.getSQLState();
        if (state != null && state.length() >= 2) {
            return CLASSES.contains(state.substring(0, 2));
        }
        // The pool's own refusals carry no state: waiting for a connection took too long, or the
        // pool is closed.
        var message = failure.getMessage();
        return message != null
                && (message.contains("Acquisition timeout") || message.contains("pool"));
    }
}
