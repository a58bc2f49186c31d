package io.quarry.api.problem;

import java.net.ConnectException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;
import java.util.stream.Stream;
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
        return isOutage(failure, 0);
    }

    /** What a commit met is not the cause of its failure, but suppressed by it. */
    private static boolean isOutage(@Nullable Throwable failure, int depth) {
        if (failure == null || depth == DEEPEST) {
            return false;
        }
        return failure instanceof SQLTransientException
                || failure instanceof ConnectException
                || failure instanceof io.quarkus.oidc.OIDCException
                || failure instanceof SQLException sql && isOutage(sql)
                || isOutage(failure.getCause(), depth + 1)
                || Stream.of(failure.getSuppressed()).anyMatch(each -> isOutage(each, depth + 1));
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
