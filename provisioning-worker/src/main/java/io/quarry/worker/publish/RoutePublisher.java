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
import io.quarry.worker.publish.Election.Office;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Routes on their way to the gateways: each changed row soon after its transaction, and whatever
 * the topic lacks.
 */
@ApplicationScoped
public class RoutePublisher implements Elected.Work {
    private static final Logger LOG = Logger.getLogger(RoutePublisher.class);
    private static final int BATCH = 500;

    private final Routes routes;
    private final Tenancy tenancy;
    private final ObjectMapper json;
    private final WorkerConfig.Publisher config;
    private final RouteTopic topic;
    private final Counter published;
    private final Elected elected;

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
        this.json = json;
        this.config = config.publisher();
        this.topic = new RouteTopic(bootstrap, this.config.topic(), this.config.timeout());
        this.elected = new Elected(Office.ROUTES, this, database, this.config.pollInterval());
        this.published = meters.counter("quarry.routes.published");
        meters.gauge(
                "quarry.routes.publisher",
                this,
                publisher -> publisher.standing() == Standing.PUBLISHING ? 1 : 0);
    }

    public void start() {
        elected.start();
    }

    public void stop() {
        elected.stop(config.timeout());
    }

    public Standing standing() {
        return elected.standing();
    }

    @Override
    public void begin() {
        compared = false;
    }

    @Override
    public void turn() throws TopicUnavailable {
        if (!compared || System.nanoTime() - comparedAt > config.reassertInterval().toNanos()) {
            compare();
        }
        sendChanges();
    }

    @Override
    public void end() {
        topic.close();
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
}
