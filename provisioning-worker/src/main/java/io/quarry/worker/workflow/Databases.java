package io.quarry.worker.workflow;

import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.RelationalSpec;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.relational.DueLogin;
import io.quarry.metadata.shard.Shard;
import io.quarry.stores.postgresql.DatabaseLimits;
import io.quarry.stores.postgresql.PostgresqlConfig;
import io.quarry.stores.postgresql.PostgresqlShard;
import io.quarry.stores.postgresql.PostgresqlVitals;
import io.quarry.stores.postgresql.Slot;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.worker.WorkerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/** The way to tenants' databases, under the role that may change structure on their shards. */
@ApplicationScoped
public class Databases {
    private final Structures structures;
    private final StructureLogins logins;
    private final WorkerConfig config;

    Databases(Structures structures, StructureLogins logins, WorkerConfig config) {
        this.structures = structures;
        this.logins = logins;
        this.config = config;
    }

    /** The database with its roles, within the limits of the spec, and open. */
    Outcome open(Namespace namespace, Hold hold) {
        NamespaceRef database = database(namespace);
        DatabaseLimits limits = limits(namespace);
        return change(
                namespace, hold, (shard, deadline) -> shard.ensure(database, limits, deadline));
    }

    /** Nobody is in the database, and nobody comes in. */
    Outcome close(Namespace namespace, Hold hold) {
        NamespaceRef database = database(namespace);
        return change(namespace, hold, (shard, deadline) -> shard.close(database, deadline));
    }

    /** Nothing is left of it. */
    Outcome drop(Namespace namespace, Hold hold) {
        String uid = namespace.uid().value();
        return change(namespace, hold, (shard, deadline) -> shard.drop(uid, deadline));
    }

    /**
     * Gives the role of a log-in its password, or takes log-in and sessions from it.
     *
     * @throws io.quarry.stores.spi.StoreException what stands against it
     */
    public void settle(DueLogin login) {
        PostgresqlShard shard = reach(structures.shard(login.shard()));
        String uid = login.id().uid().value();
        Slot slot =
                switch (login.id().slot()) {
                    case A -> Slot.A;
                    case B -> Slot.B;
                };
        Deadline deadline = Deadline.after(config.logins().timeout());
        String verifier = login.verifier();
        if (verifier == null) {
            shard.lock(uid, slot, deadline);
        } else {
            shard.unlock(uid, slot, verifier, deadline);
        }
    }

    /** What each database on the shard takes on disk, in bytes, by its name. */
    public Map<String, Long> sizes(Shard shard) {
        return reach(shard).sizes(Deadline.after(config.logins().timeout()));
    }

    /** Whether transactions there begin as read-only. */
    public void readOnly(Shard shard, Uid uid, boolean readOnly) {
        Deadline deadline = Deadline.after(config.logins().timeout());
        if (readOnly) {
            reach(shard).makeReadOnly(uid.value(), deadline);
        } else {
            reach(shard).makeWritable(uid.value(), deadline);
        }
    }

    /**
     * Asks a shard who it is.
     *
     * @throws io.quarry.stores.spi.StoreException what stands against using it
     */
    String probe(Shard shard, Deadline deadline) {
        return "PostgreSQL " + reach(shard).probe(deadline);
    }

    /**
     * What a shard says of itself.
     *
     * @throws io.quarry.stores.spi.StoreException if it does not answer
     */
    public PostgresqlVitals vitals(Shard shard, Deadline deadline) {
        return reach(shard).vitals(deadline);
    }

    private Outcome change(
            Namespace namespace, Hold hold, BiConsumer<PostgresqlShard, Deadline> change) {
        return structures.onEachShard(
                namespace.status().placements(),
                hold,
                shard -> {
                    PostgresqlShard reached = reach(shard);
                    return timeout -> change.accept(reached, Deadline.after(timeout));
                });
    }

    private PostgresqlShard reach(Shard shard) {
        StructureLogins.Login login = logins.of(shard.credentialRef());
        return new PostgresqlShard(
                new PostgresqlConfig(
                        shard.endpoints(),
                        shard.settings().getOrDefault("database", "postgres"),
                        login.username(),
                        login.password()));
    }

    private static NamespaceRef database(Namespace namespace) {
        return new NamespaceRef(namespace.uid().value(), namespace.status().epoch());
    }

    private static DatabaseLimits limits(Namespace namespace) {
        RelationalSpec spec =
                Objects.requireNonNullElse(namespace.spec().relational(), RelationalSpec.DEFAULT);
        Duration timeout = spec.statementTimeout().duration();
        return new DatabaseLimits(spec.maxConnections(), timeout);
    }
}
