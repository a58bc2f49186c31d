package io.quarry.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.StoreException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Prepared statements, by structure and shape. A structure that was dropped is forgotten when a
 * statement finds it missing; the driver prepares again by itself where a node has forgotten a
 * statement.
 */
final class CassandraStatements {
    /**
     * What a statement does; {@code %s} is the structure. Few, since each is prepared once a
     * structure on every node.
     */
    enum Shape {
        PUT(
                "INSERT INTO %s (id, key, head, value) VALUES (?, ?, ?, ?) USING TIMESTAMP ? AND TTL ?"),
        ITEM("SELECT key, head, value FROM %s WHERE id = ? AND key = ?"),
        ITEM_HEAD("SELECT key, head FROM %s WHERE id = ? AND key = ?"),
        KEYS("SELECT key, head, value FROM %s WHERE id = ? AND key IN ?"),
        KEYS_HEAD("SELECT key, head FROM %s WHERE id = ? AND key IN ?"),
        UP("SELECT key, head, value FROM %s WHERE id = ? AND key >= ? ORDER BY key ASC LIMIT ?"),
        UP_HEAD("SELECT key, head FROM %s WHERE id = ? AND key >= ? ORDER BY key ASC LIMIT ?"),
        UP_TO(
                "SELECT key, head, value FROM %s WHERE id = ? AND key >= ? AND key < ? ORDER BY key ASC LIMIT ?"),
        UP_TO_HEAD(
                "SELECT key, head FROM %s WHERE id = ? AND key >= ? AND key < ? ORDER BY key ASC LIMIT ?"),
        DOWN("SELECT key, head, value FROM %s WHERE id = ? AND key >= ? ORDER BY key DESC LIMIT ?"),
        DOWN_HEAD("SELECT key, head FROM %s WHERE id = ? AND key >= ? ORDER BY key DESC LIMIT ?"),
        DOWN_FROM(
                "SELECT key, head, value FROM %s WHERE id = ? AND key >= ? AND key < ? ORDER BY key DESC LIMIT ?"),
        DOWN_FROM_HEAD(
                "SELECT key, head FROM %s WHERE id = ? AND key >= ? AND key < ? ORDER BY key DESC LIMIT ?"),
        DELETE_RECORD("DELETE FROM %s USING TIMESTAMP ? WHERE id = ?"),
        DELETE_ITEM("DELETE FROM %s USING TIMESTAMP ? WHERE id = ? AND key = ?"),
        DELETE_KEYS("DELETE FROM %s USING TIMESTAMP ? WHERE id = ? AND key IN ?"),
        DELETE_FROM("DELETE FROM %s USING TIMESTAMP ? WHERE id = ? AND key >= ?"),
        DELETE_RANGE("DELETE FROM %s USING TIMESTAMP ? WHERE id = ? AND key >= ? AND key < ?"),
        RECORDS(
                "SELECT id, token(id), head FROM %s WHERE token(id) >= ? AND token(id) <= ? PER PARTITION LIMIT 1 LIMIT ?"),
        RECORDS_FROM(
                "SELECT id, token(id), head FROM %s WHERE token(id) >= token(?) AND token(id) <= ? PER PARTITION LIMIT 1 LIMIT ?");

        private final String cql;

        Shape(String cql) {
            this.cql = cql;
        }
    }

    private record Key(NamespaceRef namespace, Shape shape) {}

    private final CassandraSession session;
    private final String keyspace;
    private final ConcurrentMap<Key, PreparedStatement> prepared = new ConcurrentHashMap<>();

    CassandraStatements(CassandraSession session, String keyspace) {
        this.session = session;
        this.keyspace = keyspace;
    }

    /**
     * A statement to bind, with the deadline as the driver's time-out. Two callers may prepare the
     * same one; that is harmless.
     */
    BoundStatementBuilder bind(NamespaceRef namespace, Shape shape, Deadline deadline) {
        Key key = new Key(namespace, shape);
        PreparedStatement statement = prepared.get(key);
        if (statement == null) {
            statement =
                    session.prepare(
                            shape.cql.formatted(keyspace + "." + namespace.structure()),
                            namespace,
                            deadline);
            prepared.put(key, statement);
        }
        Duration left = deadline.remaining();
        if (left.isZero()) { // which the driver would take for no time-out at all
            throw new StoreException.TimedOut("the deadline passed before the call", null);
        }
        return statement.boundStatementBuilder().setTimeout(left);
    }

    void forget(NamespaceRef namespace) {
        prepared.keySet().removeIf(key -> key.namespace().equals(namespace));
    }
}
