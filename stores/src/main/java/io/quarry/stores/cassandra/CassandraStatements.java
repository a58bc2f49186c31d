package io.quarry.stores.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.quarry.stores.spi.Condition;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.StoreException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
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
        /** As {@link Condition.Absent} where nothing at all is there. */
        CREATE(
                "UPDATE %s USING TTL ? SET version = ?, expires = ?, head = ?, value = ? WHERE id = ? AND key = ? IF version = null AND expires = null"),
        /** Follows on that version, if it expires after that time. */
        FOLLOW(
                "UPDATE %s USING TTL ? SET version = ?, expires = ?, head = ?, value = ? WHERE id = ? AND key = ? IF version = ? AND expires > ?"),
        STANDING("SELECT version, expires FROM %s WHERE id = ? AND key = ?"),
        RECORDS(
                "SELECT id, token(id), head FROM %s WHERE token(id) >= ? AND token(id) <= ? PER PARTITION LIMIT 1 LIMIT ?"),
        RECORDS_FROM(
                "SELECT id, token(id), head FROM %s WHERE token(id) >= token(?) AND token(id) <= ? PER PARTITION LIMIT 1 LIMIT ?");

        private final String cql;

        Shape(String cql) {
            this.cql = cql;
        }

        private boolean reads() {
            return cql.startsWith("SELECT");
        }
    }

    /** Cassandra reads as the last transaction left it only what is in one partition. */
    private static final Set<Shape> SCANS = EnumSet.of(Shape.RECORDS, Shape.RECORDS_FROM);

    private record Key(NamespaceRef namespace, Shape shape) {}

    private final CassandraSession session;
    private final String keyspace;
    private final boolean conditional;
    private final ConcurrentMap<Key, PreparedStatement> prepared = new ConcurrentHashMap<>();

    private CassandraStatements(CassandraSession session, String keyspace, boolean conditional) {
        this.session = session;
        this.keyspace = keyspace;
        this.conditional = conditional;
    }

    /** On tables that are written without conditions. */
    static CassandraStatements plain(CassandraSession session, String keyspace) {
        return new CassandraStatements(session, keyspace, false);
    }

    /** On tables that take only lightweight transactions; reads see the last one. */
    static CassandraStatements conditional(CassandraSession session, String keyspace) {
        return new CassandraStatements(session, keyspace, true);
    }

    /**
     * A statement to bind, with the deadline as the driver's time-out. Two callers may prepare the
     * same one; that is harmless.
     */
    BoundStatementBuilder bind(NamespaceRef namespace, Shape shape, Deadline deadline) {
        Key key = new Key(namespace, shape);
        PreparedStatement statement = prepared.get(key);
        if (statement == null) {
            statement = session.prepare(shape.cql.formatted(table(namespace)), namespace, deadline);
            prepared.put(key, statement);
        }
        Duration left = deadline.remaining();
        if (left.isZero()) { // which the driver would take for no time-out at all
            throw new StoreException.TimedOut("the deadline passed before the call", null);
        }
        BoundStatementBuilder bound = statement.boundStatementBuilder().setTimeout(left);
        if (conditional) {
            bound.setSerialConsistencyLevel(ConsistencyLevel.LOCAL_SERIAL);
            if (shape.reads() && !SCANS.contains(shape)) {
                bound.setConsistencyLevel(ConsistencyLevel.LOCAL_SERIAL);
            }
        }
        return bound;
    }

    private String table(NamespaceRef namespace) {
        String name = keyspace + "." + namespace.structure();
        return conditional ? name + CassandraTable.CONDITIONAL : name;
    }

    void forget(NamespaceRef namespace) {
        prepared.keySet().removeIf(key -> key.namespace().equals(namespace));
    }
}
