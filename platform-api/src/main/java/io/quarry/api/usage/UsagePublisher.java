package io.quarry.api.usage;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarry.api.health.Part;
import io.quarry.api.role.ProcessRole;
import io.quarry.api.role.Roles;
import io.quarry.metadata.usage.UsageBatch;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends what was counted, now and then and at an orderly stop. Batches say how far the counts have
 * come, not what was added, so that one may be sent again whenever it is not sure that it arrived.
 */
@Singleton
public class UsagePublisher implements Part {
    private static final Logger LOG = Logger.getLogger(UsagePublisher.class);

    private final UsageConfig config;
    private final Meter meter;
    private final Roles process;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable String failure;
    private @Nullable Thread sender;

    UsagePublisher(UsageConfig config, Meter meter, MeterRegistry registry, Roles process) {
        this.config = config;
        this.process = process;
        this.meter = meter;
        Gauge.builder("quarry.usage.cells", meter, Meter::cells)
                .description("namespaces and hours whose counts are held here")
                .register(registry);
        FunctionCounter.builder("quarry.usage.dropped", meter, Meter::dropped)
                .description("namespaces and hours whose counts were lost while Kafka was away")
                .register(registry);
    }

    void start(@Observes StartupEvent started) {
        if (!process.hasAnyOf(roles())) {
            return;
        }
        // A platform thread: Kafka's client may block for seconds inside locks.
        sender = Thread.ofPlatform().daemon().name("usage").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping.countDown();
        var running = sender;
        if (running != null) {
            running.join(config.giveUpAfter().multipliedBy(2));
        }
    }

    @Override
    public Set<ProcessRole> roles() {
        return EnumSet.of(ProcessRole.DATA);
    }

    @Override
    public String name() {
        return "usage";
    }

    @Override
    public State state() {
        var facts = new HashMap<String, String>();
        facts.put("cells", Long.toString(meter.cells()));
        facts.put("dropped", Long.toString(meter.dropped()));
        var reason = failure;
        if (reason != null) {
            facts.put("reason", reason);
        }
        return new State(false, reason == null, facts);
    }

    private void run() {
        try (var producer = producer()) {
            while (!stopping.await(config.publishInterval().toMillis(), TimeUnit.MILLISECONDS)) {
                publish(producer);
            }
            publish(producer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish(Producer<String, String> producer) throws InterruptedException {
        for (var batch : meter.unsent()) {
            if (!send(producer, batch)) {
                return;
            }
            meter.acknowledged(batch);
        }
    }

    private boolean send(Producer<String, String> producer, UsageBatch batch)
            throws InterruptedException {
        try {
            producer.send(
                            new ProducerRecord<>(
                                    config.topic(), batch.run().toString(), batch.text()))
                    .get(config.giveUpAfter().toMillis(), TimeUnit.MILLISECONDS);
            failure = null;
            return true;
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            if (failure == null) {
                LOG.warnf("Kafka does not take usage; it is kept: %s", e.getMessage());
            }
            failure = "Kafka does not take usage: " + e.getClass().getSimpleName();
            return false;
        }
    }

    private Producer<String, String> producer() {
        var patience = Math.toIntExact(config.giveUpAfter().toMillis());
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        config.bootstrap(),
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "platform-api-usage",
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        patience,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        patience / 2,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        patience,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "none"),
                new StringSerializer(),
                new StringSerializer());
    }
}
