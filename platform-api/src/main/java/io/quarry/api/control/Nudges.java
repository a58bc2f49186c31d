package io.quarry.api.control;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarry.api.health.Part;
import io.quarry.api.role.ProcessRole;
import io.quarry.api.role.Roles;
import io.quarry.metadata.operation.OperationAccepted;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the workers that an operation was accepted. A nudge only saves time: the row is the truth
 * and a sweeper finds it, so a request never waits for Kafka, and what does not fit the queue is
 * dropped.
 */
@Singleton
public class Nudges implements Part {
    private static final Logger LOG = Logger.getLogger(Nudges.class);

    private final NudgeConfig config;
    private final BlockingQueue<UUID> waiting;
    private final AtomicLong dropped = new AtomicLong();
    private volatile @Nullable String failure;
    private final Roles process;
    private @Nullable Thread sender;

    Nudges(NudgeConfig config, Roles process) {
        this.config = config;
        this.process = process;
        this.waiting = new ArrayBlockingQueue<>(config.waiting());
    }

    void start(@Observes StartupEvent started) {
        if (!process.hasAnyOf(roles())) {
            return;
        }
        // A platform thread: Kafka's client may block for seconds inside locks.
        sender = Thread.ofPlatform().daemon().name("nudges").start(this::send);
    }

    void stop(@Observes ShutdownEvent stopping) {
        var running = sender;
        if (running != null) {
            running.interrupt();
        }
    }

    void accepted(@Observes(during = TransactionPhase.AFTER_SUCCESS) OperationAccepted operation) {
        if (!waiting.offer(operation.id())) {
            dropped.incrementAndGet();
        }
    }

    @Override
    public Set<ProcessRole> roles() {
        return EnumSet.of(ProcessRole.CONTROL);
    }

    @Override
    public String name() {
        return "nudges";
    }

    @Override
    public State state() {
        var facts = new HashMap<String, String>();
        facts.put("waiting", Integer.toString(waiting.size()));
        facts.put("dropped", Long.toString(dropped.get()));
        var reason = failure;
        if (reason != null) {
            facts.put("reason", reason);
        }
        return new State(false, reason == null, facts);
    }

    private void send() {
        try (var producer = producer()) {
            while (!Thread.currentThread().isInterrupted()) {
                send(producer, waiting.take());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Producer<String, byte[]> producer, UUID id) throws InterruptedException {
        try {
            var key = id.toString();
            producer.send(
                            new ProducerRecord<>(
                                    config.topic(), key, key.getBytes(StandardCharsets.UTF_8)))
                    .get(config.giveUpAfter().toMillis(), TimeUnit.MILLISECONDS);
            failure = null;
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            dropped.incrementAndGet();
            if (failure == null) {
                LOG.warnf(
                        "Kafka does not take nudges; the worker's sweeper finds the operations: %s",
                        e.getMessage());
            }
            failure = "Kafka does not take nudges: " + e.getClass().getSimpleName();
        }
    }

    private Producer<String, byte[]> producer() {
        var patience = (int) config.giveUpAfter().toMillis();
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        config.bootstrap(),
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "platform-api-nudges",
                        ProducerConfig.ACKS_CONFIG,
                        "1",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        false,
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
                new ByteArraySerializer());
    }
}
