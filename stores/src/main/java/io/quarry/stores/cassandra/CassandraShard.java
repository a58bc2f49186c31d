package io.quarry.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.quarry.stores.spi.ConditionalStore;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.Provisioner;
import io.quarry.stores.spi.StoreException;
import java.time.InstantSource;
import java.util.Set;

/**
 * One cluster, as one role of it sees it: one session with a small pool of its own, so that a slow
 * or dead cluster holds up nobody else's requests. The session opens with the first call and then
 * reconnects by itself; calls wait for it no longer than their deadline. Thread safe.
 */
public final class CassandraShard implements AutoCloseable {
    private final CassandraSession session;
    private final String keyspace;
    private final CassandraKeyValueStore keyValue;
    private final CassandraConditionalStore conditional;
    private final CassandraProvisioner provisioner;
    private final CassandraMeter meter;

    /**
     * @param clock says what has expired
     */
    public CassandraShard(CassandraConfig config, InstantSource clock) {
        this.session = new CassandraSession(config);
        this.keyspace = config.keyspace();
        this.keyValue = new CassandraKeyValueStore(session, config.keyspace(), clock);
        this.conditional = new CassandraConditionalStore(session, config.keyspace(), clock);
        this.provisioner = new CassandraProvisioner(session, config.keyspace());
        this.meter = new CassandraMeter(session, config.keyspace(), config.datacenter());
    }

    /**
     * Opens the session ahead of the first call, which would have to wait for it.
     *
     * @throws io.quarry.stores.spi.StoreException when it is not open within the deadline
     */
    public void connect(Deadline deadline) {
        session.open(deadline);
    }

    /**
     * Asks the cluster for its version, and whether the keyspace is there.
     *
     * @throws StoreException what stands against using it, {@link StoreException.Rejected} where
     *     the keyspace is missing
     */
    public String probe(Deadline deadline) {
        Row local =
                session.execute(
                                SimpleStatement.newInstance(
                                        "SELECT release_version FROM system.local"),
                                null,
                                deadline)
                        .one();
        Row known =
                session.execute(
                                SimpleStatement.newInstance(
                                        "SELECT keyspace_name FROM system_schema.keyspaces WHERE"
                                                + " keyspace_name = ?",
                                        keyspace),
                                null,
                                deadline)
                        .one();
        if (local == null || known == null) {
            throw new StoreException.Rejected("Cassandra has no keyspace " + keyspace, null);
        }
        return "Cassandra " + local.getString("release_version");
    }

    /**
     * Who the cluster is: the ids that its nodes have given themselves. Nodes may be replaced one
     * after the other; two clusters never have one in common.
     *
     * @throws StoreException when it does not answer
     */
    public Set<String> identity(Deadline deadline) {
        return meter.hosts(deadline);
    }

    /**
     * What the cluster says of itself; more to a role that may SELECT in {@code system_views}.
     *
     * @throws StoreException when it does not answer
     */
    public CassandraVitals vitals(Deadline deadline) {
        return meter.read(deadline);
    }

    /** Needs a role that may SELECT and MODIFY in the keyspace. */
    public KeyValueStore keyValue() {
        return keyValue;
    }

    /** Needs the same role. */
    public ConditionalStore conditional() {
        return conditional;
    }

    /** Needs a role that may CREATE and DROP in the keyspace. */
    public Provisioner provisioner() {
        return provisioner;
    }

    /**
     * Whether the session is open; false before the first call, too. A shard that is open may still
     * have no node up.
     */
    public boolean connected() {
        return session.connected();
    }

    /** Statements sent so far, prepares not counted. */
    public long statements() {
        return session.statements();
    }

    /**
     * Ends the session; calls under way fail with {@link
     * io.quarry.stores.spi.StoreException.Unavailable}.
     */
    @Override
    public void close() {
        session.close();
    }
}
