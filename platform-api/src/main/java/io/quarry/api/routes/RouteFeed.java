package io.quarry.api.routes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarry.api.role.ProcessRole;
import io.quarry.api.role.Roles;
import io.quarry.metadata.access.Principals;
import io.quarry.metadata.instance.Instances;
import io.quarry.metadata.route.RouteRecord;
import io.quarry.metadata.route.Routes;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Fills the table: at once from the file of the last run, before the first request is taken, then
 * from the topic and PostgreSQL, each on a thread of its own so that none waits for another.
 */
@Singleton
class RouteFeed {
    private static final Logger LOG = Logger.getLogger(RouteFeed.class);

    private final RoutesConfig config;
    private final Roles process;
    private final RouteTable table;
    private final RouteFile file;
    private final RouteHealth health;
    private final MetadataLink metadata;
    private final RouteConsumer topic;
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Inject
    RouteFeed(
            RoutesConfig config,
            RouteTable table,
            RouteFile file,
            RouteCodec codec,
            RouteHealth health,
            InstanceId instance,
            Routes routes,
            Instances instances,
            Principals principals,
            Roles process) {
        this.config = config;
        this.process = process;
        this.table = table;
        this.file = file;
        this.health = health;
        this.metadata =
                new MetadataLink(config, instance, table, routes, instances, principals, health);
        this.topic = new RouteConsumer(config, table, codec, health, metadata::doubt);
    }

    /** Only where routes are served by. */
    void start(@Observes StartupEvent event) {
        if (!process.has(ProcessRole.DATA)) {
            return;
        }
        var saved = file.load();
        saved.forEach(table::apply);
        if (!saved.isEmpty()) {
            health.loaded();
            LOG.infof("%d routes are there from an earlier run", saved.size());
        }
        table.listen(
                new RouteTable.Listener() {
                    @Override
                    public void changed(RouteRecord record) {
                        metadata.wake();
                    }

                    @Override
                    public void dropped(RouteRecord record) {
                        metadata.wake();
                    }
                });
        Thread.ofPlatform().daemon().name("routes-topic").start(topic);
        Thread.ofPlatform().daemon().name("routes-metadata").start(metadata);
        Thread.ofPlatform().daemon().name("routes-file").start(this::keepSaved);
    }

    /** What another process has saved is not overwritten by one that has no routes. */
    void stop(@Observes ShutdownEvent event) {
        if (!process.has(ProcessRole.DATA)) {
            return;
        }
        stopped.countDown();
        topic.stop();
        metadata.stop();
        save(-1);
    }

    /**
     * Saves what changed; after a long save it rests as long again, so that a large table does not
     * keep the disk busy.
     */
    private void keepSaved() {
        var rest = config.every().toNanos();
        var saved = table.changes();
        try {
            while (!stopped.await(rest, TimeUnit.NANOSECONDS)) {
                var began = System.nanoTime();
                saved = save(saved);
                rest = Math.max(config.every().toNanos(), 4 * (System.nanoTime() - began));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers which changes are in the file. */
    private synchronized long save(long saved) {
        var now = table.changes();
        if (now == saved) {
            return saved;
        }
        try {
            file.save(table.all());
            return now;
        } catch (IOException e) {
            LOG.warnf(
                    "The routes cannot be saved; a start without Kafka would serve old ones: %s",
                    e);
            return saved;
        }
    }
}
