package io.quarry.stores.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.servererrors.CASWriteUnknownException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.ReadTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.StoreException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where the driver's exceptions end. */
final class CassandraErrors {
    private CassandraErrors() {}

    static StoreException translate(Throwable error, @Nullable NamespaceRef namespace) {
        return switch (error) {
            case StoreException known -> known;
            case AllNodesFailedException all -> allNodes(all, namespace);
            // The last is a lightweight transaction of which Cassandra cannot say whether it will
            // be carried out.
            case DriverTimeoutException _,
                    ReadTimeoutException _,
                    WriteTimeoutException _,
                    CASWriteUnknownException _ ->
                    new StoreException.TimedOut(
                            "Cassandra did not answer in time: " + error.getMessage(), error);
            case OverloadedException _, BusyConnectionException _, RequestThrottlingException _ ->
                    new StoreException.Overloaded(
                            "Cassandra asks for less: " + error.getMessage(), error);
            case InvalidQueryException _ when namespace != null && saysTableIsMissing(error) ->
                    new StoreException.Missing(namespace, error);
            case QueryValidationException _ ->
                    new StoreException.Rejected(
                            "Cassandra refuses the statement: " + error.getMessage(), error);
            case AuthenticationException _ ->
                    new StoreException.Rejected(
                            "Cassandra refuses the log-in: " + error.getMessage(), error);
            // Whatever else it is (a node that fails, restarts or has lost replicas), repeating is
            // harmless and may help.
            default ->
                    new StoreException.Unavailable(
                            "Cassandra cannot answer: " + error.getMessage(), error);
        };
    }

    /**
     * Each node that was tried has its own reason; the last one is the one that counts, since
     * retries stopped there.
     */
    private static StoreException allNodes(
            AllNodesFailedException all, @Nullable NamespaceRef namespace) {
        return all.getAllErrors().values().stream()
                .filter(errors -> !errors.isEmpty())
                .map(List::getLast)
                .reduce((_, later) -> later)
                .filter(last -> !(last instanceof AllNodesFailedException))
                .map(last -> translate(last, namespace))
                .orElseGet(
                        () ->
                                new StoreException.Unavailable(
                                        "no Cassandra node can be reached", all));
    }

    /**
     * Cassandra has one error code for all that is wrong with a statement, so its words have to
     * tell.
     */
    private static boolean saysTableIsMissing(Throwable error) {
        String message = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("unconfigured table")
                || (message.contains("table") && message.contains("does not exist"));
    }
}
