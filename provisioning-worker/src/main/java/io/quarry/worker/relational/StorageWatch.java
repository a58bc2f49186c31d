package io.quarry.worker.relational;

import io.quarry.metadata.background.Rounds;
import io.quarry.metadata.relational.DatabaseSizes;
import io.quarry.metadata.relational.MeasuredDatabase;
import io.quarry.metadata.relational.Room;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.ShardState;
import io.quarry.metadata.shard.Shards;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.stores.postgresql.Access;
import io.quarry.stores.postgresql.DatabaseState;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.worker.WorkerConfig;
import io.quarry.worker.workflow.Databases;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Measures tenants' databases and holds them against their limits. Each worker does; what one has
 * said, the next finds so. What is said on the shard comes before what the namespace says, and each
 * is compared with what is wanted at every turn: a worker may have been killed between, and a
 * tenant may have taken back on the shard what it can.
 */
@ApplicationScoped
public class StorageWatch {
    private static final Logger LOG = Logger.getLogger(StorageWatch.class);

    private final Tenancy tenancy;
    private final Shards shards;
    private final DatabaseSizes sizes;
    private final Databases databases;
    private final WorkerConfig config;
    private final Rounds rounds;

    StorageWatch(
            Tenancy tenancy,
            Shards shards,
            DatabaseSizes sizes,
            Databases databases,
            WorkerConfig config) {
        this.tenancy = tenancy;
        this.shards = shards;
        this.sizes = sizes;
        this.databases = databases;
        this.config = config;
        this.rounds = new Rounds("storage", this::measure, config.logins()::measureEvery);
    }

    public void start() {
        rounds.start();
    }

    public void stop() {
        rounds.stop();
    }

    private void measure() {
        for (Shard shard : tenancy.system(shards::list)) {
            if (shard.engine() == Engine.POSTGRESQL && answers(shard.state())) {
                measure(shard);
            }
        }
    }

    /** One that does not is not waited for; others' turn comes meanwhile. */
    private static boolean answers(ShardState state) {
        return switch (state) {
            case ACTIVE, CORDONED, DRAINING -> true;
            case PROVISIONING, FAILED, RETIRED -> false;
        };
    }

    private void measure(Shard shard) {
        endStrays(shard);
        try {
            List<MeasuredDatabase> known = sizes.on(shard.id());
            if (known.isEmpty()) {
                return;
            }
            Map<NamespaceRef, DatabaseState> states = databases.states(shard);
            for (MeasuredDatabase database : known) {
                DatabaseState state =
                        states.get(new NamespaceRef(database.uid().value(), database.epoch()));
                if (state != null) {
                    hold(shard, database, state);
                }
            }
        } catch (RuntimeException e) {
            LOG.warnf("%s is measured at the next turn: %s", shard.id(), e.getMessage());
        }
    }

    private void endStrays(Shard shard) {
        try {
            int ended = databases.endStrays(shard);
            if (ended > 0) {
                LOG.infof("%d sessions that should not be were ended on %s", ended, shard.id());
            }
        } catch (RuntimeException e) {
            LOG.warnf("sessions on %s are looked at the next turn: %s", shard.id(), e.getMessage());
        }
    }

    /** One that cannot be held now keeps no other from being held. */
    private void hold(Shard shard, MeasuredDatabase database, DatabaseState state) {
        try {
            Room room = Room.of(state.bytes(), database.storageBytes());
            Access access =
                    switch (room) {
                        case ENOUGH -> Access.WRITABLE;
                        case FULL -> Access.READ_ONLY;
                        case EXCEEDED -> Access.SHUT;
                    };
            if (access != state.access()) {
                databases.hold(shard, database, access);
            }
            if (room != database.room()) {
                sizes.say(database, room, state.bytes());
            }
        } catch (RuntimeException e) {
            LOG.warnf("%s is held at the next turn: %s", database.uid(), e.getMessage());
        }
    }
}
