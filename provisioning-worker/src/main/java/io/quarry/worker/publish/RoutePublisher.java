package io.quarry.worker.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarry.metadata.route.Revision;
import io.quarry.metadata.route.RouteRecord;
import io.quarry.metadata.route.Routes;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.worker.WorkerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one publisher, or a candidate. It sends each changed row soon after its transaction, and puts
 * back whatever the topic lacks; while Kafka is away the rows wait, and nothing else does.
 */
@ApplicationScoped
public class RoutePublisher {
    private static final Logger LOG = Logger.getLogger(RoutePublisher.class);
    private static final int BATCH = 500;

    /** Where this worker stands; shown by health. */
    public enum Standing {
        CANDIDATE,
        PUBLISHING,
        TOPIC_AWAY,
        DATABASE_AWAY
    }

    private final Routes routes;
    private final Tenancy tenancy;
    private final AgroalDataSource database;
    private final ObjectMapper json;
    private final WorkerConfig.Publisher config;
    private final RouteTopic topic;
    private final Counter published;
    private volatile Standing standing = Standing.CANDIDATE;
    private volatile boolean stopping;
    private volatile @Nullable Thread thread;

    /** All rows up to here are in the topic, as far as this publisher knows. */
    private Revision sent = Revision.ZERO;

    private long comparedAt;
    private boolean compared;

    RoutePublisher(
            Routes routes,
            Tenancy tenancy,
            AgroalDataSource database,
            ObjectMapper json,
            WorkerConfig config,
            MeterRegistry meters,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrap) {
        this.routes = routes;
        this.tenancy = tenancy;
        this.database = database;
        this.json = json;
        this.config = config.publisher();
        this.topic = new RouteTopic(bootstrap, this.config.topic(), this.config.timeout());
        this.published = meters.counter("quarry.routes.published");
        meters.gauge(
                "quarry.routes.publisher",
                this,
                publisher -> publisher.standing == Standing.PUBLISHING ? 1 : 0);
    }

    public void start() {
        thread = Thread.ofVirtual().name("route-publisher").start(this::run);
    }

    public void stop() {
        stopping = true;
        Thread running = thread;
        if (running != null) {
            try {
                running.join(config.timeout().plus(config.pollInterval()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    public Standing standing() {
        return standing;
    }

    private void run() {
        while (!stopping) {
            try {
                Optional<Election> election = Election.win(database);
                if (election.isPresent()) {
                    try (Election won = election.get()) {
                        publish(won);
                    }
                } else {
                    turn(Standing.CANDIDATE, null);
                }
            } catch (SQLException | RuntimeException e) {
                turn(Standing.DATABASE_AWAY, e);
            } finally {
                topic.close();
            }
            pause(config.pollInterval());
        }
    }

    /** Until the worker stops or the connection that carries the right is gone. */
    private void publish(Election won) throws SQLException {
        compared = false;
        while (!stopping) {
            try {
                if (!compared
                        || System.nanoTime() - comparedAt > config.reassertInterval().toNanos()) {
                    compare();
                }
                sendChanges();
                turn(Standing.PUBLISHING, null);
                won.await(config.pollInterval());
            } catch (TopicUnavailable e) {
                // What the topic holds now is unknown: look before going on.
                compared = false;
                turn(Standing.TOPIC_AWAY, e);
                won.await(config.pollInterval());
                pause(config.pollInterval());
            }
        }
    }

    private void compare() throws TopicUnavailable {
        Map<String, String> held = topic.read();
        List<RouteRecord> rows = tenancy.system(routes::all);
        Map<String, String> lacking = new LinkedHashMap<>();
        Revision upTo = Revision.ZERO;
        for (RouteRecord row : rows) {
            String value = write(row);
            if (!value.equals(held.get(row.key()))) {
                lacking.put(row.key(), value);
            }
            upTo = row.revision().compareTo(upTo) > 0 ? row.revision() : upTo;
        }
        send(lacking);
        if (!lacking.isEmpty()) {
            LOG.infof("the topic lacked %d of %d routes", lacking.size(), rows.size());
        }
        sent = upTo;
        comparedAt = System.nanoTime();
        compared = true;
    }

    private void sendChanges() throws TopicUnavailable {
        while (true) {
            Revision after = sent;
            List<RouteRecord> changed = tenancy.system(() -> routes.changedSince(after, BATCH));
            if (changed.isEmpty()) {
                return;
            }
            Map<String, String> records = new LinkedHashMap<>();
            changed.forEach(row -> records.put(row.key(), write(row)));
            send(records);
            sent = changed.getLast().revision();
        }
    }

    private void send(Map<String, String> records) throws TopicUnavailable {
        topic.send(records);
        published.increment(records.size());
    }

    private String write(RouteRecord row) {
        try {
            return json.writeValueAsString(row);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a route that cannot be written: " + row.key(), e);
        }
    }

    private void turn(Standing to, @Nullable Exception why) {
        if (standing != to) {
            standing = to;
            LOG.infof(
                    "route publisher: %s%s", to, why == null ? "" : " (" + why.getMessage() + ")");
        }
    }

    private void pause(Duration duration) {
        if (!stopping) {
            try {
                Thread.sleep(duration);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
