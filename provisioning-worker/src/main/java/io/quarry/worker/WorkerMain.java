package io.quarry.worker;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarry.worker.claim.ClaimLoop;
import io.quarry.worker.claim.Housekeeping;
import io.quarry.worker.claim.Recounts;
import io.quarry.worker.claim.StuckOperations;
import io.quarry.worker.health.ShardWatch;
import io.quarry.worker.publish.EventPublisher;
import io.quarry.worker.publish.RoutePublisher;
import io.quarry.worker.relational.LoginSettler;
import io.quarry.worker.relational.StorageWatch;
import io.quarry.worker.series.SliceTurner;
import io.quarry.worker.sweep.ExpirySweep;
import io.quarry.worker.usage.UsageConsumer;
import java.util.Arrays;

/**
 * Serves until it is told to stop, or with the argument {@code migrate} prepares the database and
 * exits.
 */
@QuarkusMain
public class WorkerMain implements QuarkusApplication {
    private static final String MIGRATE = "migrate";

    private final ClaimLoop claims;
    private final RoutePublisher publisher;
    private final EventPublisher events;
    private final Housekeeping housekeeping;
    private final StuckOperations stuck;
    private final Recounts recounts;
    private final UsageConsumer usage;
    private final LoginSettler logins;
    private final StorageWatch storage;
    private final ExpirySweep expiry;
    private final SliceTurner slices;
    private final ShardWatch shards;
    private final Setup setup;

    WorkerMain(
            ClaimLoop claims,
            RoutePublisher publisher,
            EventPublisher events,
            Housekeeping housekeeping,
            StuckOperations stuck,
            Recounts recounts,
            UsageConsumer usage,
            LoginSettler logins,
            StorageWatch storage,
            ExpirySweep expiry,
            SliceTurner slices,
            ShardWatch shards,
            Setup setup) {
        this.claims = claims;
        this.publisher = publisher;
        this.events = events;
        this.housekeeping = housekeeping;
        this.stuck = stuck;
        this.recounts = recounts;
        this.usage = usage;
        this.logins = logins;
        this.storage = storage;
        this.expiry = expiry;
        this.slices = slices;
        this.shards = shards;
        this.setup = setup;
    }

    public static void main(String... args) {
        if (Arrays.asList(args).contains(MIGRATE)) {
            // A migration runs beside a serving worker: it takes no port and reads no messages.
            System.setProperty("quarkus.management.host-enabled", "false");
            System.setProperty("mp.messaging.incoming.operations.enabled", "false");
        }
        Quarkus.run(WorkerMain.class, args);
    }

    @Override
    public int run(String... args) {
        return switch (args.length == 0 ? "" : args[0]) {
            case "" -> {
                claims.start();
                publisher.start();
                events.start();
                housekeeping.start();
                stuck.start();
                recounts.start();
                usage.start();
                logins.start();
                storage.start();
                expiry.start();
                slices.start();
                shards.start();
                Quarkus.waitForExit();
                claims.stop();
                publisher.stop();
                events.stop();
                housekeeping.stop();
                stuck.stop();
                recounts.stop();
                usage.stop();
                logins.stop();
                storage.stop();
                expiry.stop();
                slices.stop();
                shards.stop();
                yield 0;
            }
            case MIGRATE -> {
                setup.run();
                yield 0;
            }
            default -> {
                System.err.println("usage: quarkus-run.jar [" + MIGRATE + "]");
                yield 2;
            }
        };
    }
}
