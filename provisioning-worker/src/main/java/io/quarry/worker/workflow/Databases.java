package io.quarry.worker.workflow;

import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.RelationalSpec;
import io.quarry.metadata.relational.DueLogin;
import io.quarry.metadata.relational.MeasuredDatabase;
import io.quarry.metadata.shard.Shard;
import io.quarry.stores.postgresql.Access;
import io.quarry.stores.postgresql.DatabaseLimits;
import io.quarry.stores.postgresql.DatabaseState;
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
import java.util.Set;

/** The way to tenants' databases, under the role that may change structure on their shards. */
@ApplicationScoped
public class Databases implements EngineStructures {
    private final RegisteredShards shards;
    private final StructureLogins logins;
    private final WorkerConfig config;

    Databases(RegisteredShards shards, StructureLogins logins, WorkerConfig config) {
        this.shards = shards;
        this.logins = logins;
        this.config = config;
    }

    /** With its roles, within the limits of the spec. */
    @Override
    public Act open(Shard shard, Namespace namespace) {
        PostgresqlShard reached = reach(shard);
        NamespaceRef database = EngineStructures.structure(namespace);
        DatabaseLimits limits = limits(namespace);
        return Act.of(deadline -> reached.ensure(database, limits, deadline));
    }

    /** Nobody is in the database, and nobody comes in. */
    @Override
    public Act close(Shard shard, Namespace namespace) {
        PostgresqlShard reached = reach(shard);
        NamespaceRef database = EngineStructures.structure(namespace);
        return Act.of(deadline -> reached.close(database, deadline));
    }

    @Override
    public Act drop(Shard shard, Namespace namespace, Tally tally) {
        PostgresqlShard reached = reach(shard);
        String uid = namespace.uid().value();
        return Act.of(deadline -> reached.drop(uid, deadline));
    }

    /**
     * Gives the role of a log-in its password, or takes log-in and sessions from it.
     *
     * @throws io.quarry.stores.spi.StoreException what stands against it
     */
    public void settle(DueLogin login) {
        PostgresqlShard shard = reach(shards.shard(login.shard()));
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

    /** Every tenant's database on the shard, as it is there. */
    public Map<NamespaceRef, DatabaseState> states(Shard shard) {
        return reach(shard).states(Deadline.after(config.logins().timeout()));
    }

    /** What its log-ins may do there from now on. */
    public void hold(Shard shard, MeasuredDatabase database, Access access) {
        Deadline deadline = Deadline.after(config.logins().timeout());
        NamespaceRef namespace = new NamespaceRef(database.uid().value(), database.epoch());
        reach(shard).hold(namespace, access, database.maxConnections(), deadline);
    }

    /** Ends sessions that should not be there; how many. */
    public int endStrays(Shard shard) {
        Deadline deadline = Deadline.after(config.logins().timeout());
        return reach(shard).endStrays(config.logins().longestTransaction(), deadline);
    }

    @Override
    public String probe(Shard shard, Deadline deadline) {
        return "PostgreSQL " + reach(shard).probe(deadline);
    }

    @Override
    public Set<String> identity(Shard shard, Deadline deadline) {
        return reach(shard).identity(deadline);
    }

    /**
     * What a shard says of itself.
     *
     * @throws io.quarry.stores.spi.StoreException if it does not answer
     */
    public PostgresqlVitals vitals(Shard shard, Deadline deadline) {
        return reach(shard).vitals(deadline);
    }

    private PostgresqlShard reach(Shard shard) {
        StructureLogins.Login login = logins.of(shard.credentialRef());
        return new PostgresqlShard(
                new PostgresqlConfig(
                        shard.endpoints(),
                        shard.settings().getOrDefault("database", "postgres"),
                        shard.settings().getOrDefault("sslmode", "prefer"),
                        login.username(),
                        login.password()));
    }

    private static DatabaseLimits limits(Namespace namespace) {
        RelationalSpec spec =
                Objects.requireNonNullElse(namespace.spec().relational(), RelationalSpec.DEFAULT);
        Duration timeout = spec.statementTimeout().duration();
        return new DatabaseLimits(spec.maxConnections(), timeout);
    }
}
