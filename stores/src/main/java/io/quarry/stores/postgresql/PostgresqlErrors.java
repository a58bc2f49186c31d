package io.quarry.stores.postgresql;

import io.quarry.stores.spi.StoreException;
import java.sql.SQLException;

/** Where the driver's exceptions end. */
final class PostgresqlErrors {
    private static final String QUERY_CANCELED = "57014";

    private PostgresqlErrors() {}

    static StoreException translate(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        if (state.equals(QUERY_CANCELED)) {
            return new StoreException.TimedOut(
                    "PostgreSQL did not answer in time: " + error.getMessage(), error);
        }
        if (state.startsWith("53")) {
            return new StoreException.Overloaded(
                    "PostgreSQL asks for less: " + error.getMessage(), error);
        }
        if (state.startsWith("28") || state.startsWith("42")) {
            return new StoreException.Rejected("PostgreSQL refuses: " + error.getMessage(), error);
        }
        // Whatever else it is, repeating is harmless and may help.
        return new StoreException.Unavailable(
                "PostgreSQL cannot answer: " + error.getMessage(), error);
    }
}
