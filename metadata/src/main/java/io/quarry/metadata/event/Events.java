package io.quarry.metadata.event;

import io.quarry.metadata.row.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Changes that wait to be published. Called within the system's transactions. */
@ApplicationScoped
public class Events {
    private final Sql sql;

    Events(Sql sql) {
        this.sql = sql;
    }

    /** The oldest of them, of each resource in the order of its changes. */
    public List<ChangeEvent> waiting(int atMost) {
        return sql.here(
                handle ->
                        handle.createQuery("SELECT * FROM event ORDER BY id LIMIT :limit")
                                .bind("limit", atMost)
                                .map((row, _) -> event(row))
                                .list());
    }

    /** They are published. */
    public void forget(List<ChangeEvent> published) {
        int _ =
                sql.here(
                        handle ->
                                handle.createUpdate("DELETE FROM event WHERE id = ANY(:ids)")
                                        .bind(
                                                "ids",
                                                published.stream()
                                                        .map(ChangeEvent::row)
                                                        .toArray(Long[]::new))
                                        .execute());
    }

    private static ChangeEvent event(ResultSet row) throws SQLException {
        return new ChangeEvent(
                row.getLong("id"),
                UUID.fromString(row.getString("event_id")),
                row.getTimestamp("at").toInstant(),
                row.getString("tenant"),
                row.getString("type"),
                row.getString("subject"),
                row.getString("data"));
    }
}
