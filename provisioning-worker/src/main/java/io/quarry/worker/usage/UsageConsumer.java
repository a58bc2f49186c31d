package io.quarry.worker.usage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarry.metadata.row.UnreadableRow;
import io.quarry.metadata.usage.Usage;
import io.quarry.metadata.usage.UsageBatch;
import io.quarry.worker.WorkerConfig;
import io.quarry.worker.claim.HaltPoint;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Stores batches, then says to Kafka that it has them: none is missed, and one that comes again is
 * harmless. What cannot be read is left aside, so that one bad record never stops the rest.
 */
@ApplicationScoped
public class UsageConsumer {
    private static final Logger LOG = Logger.getLogger(UsageConsumer.class);
    private static final Duration POLL = Duration.ofMillis(250);

    /** Of at most a thousand cells each; they are stored in one statement. */
    private static final int MOST_RECORDS = 20;

    /** After so long a killed worker's partitions go to another one. */
    private static final int SESSION_MILLIS = 10_000;

    private final Usage usage;
    private final WorkerConfig.Metering config;
    private final String bootstrap;
    private final Duration timeout;
    private final Counter stored;
    private final Counter unknown;
    private final Counter unreadable;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable String trouble;
    private volatile @Nullable Thread reader;

    UsageConsumer(
            Usage usage,
            WorkerConfig config,
            MeterRegistry meters,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrap) {
        this.usage = usage;
        this.config = config.usage();
        this.bootstrap = bootstrap;
        this.timeout = config.publisher().timeout();
        this.stored = meters.counter("quarry.usage.stored");
        this.unknown = meters.counter("quarry.usage.unknown");
        this.unreadable = meters.counter("quarry.usage.unreadable");
    }

    public void start() {
        // a platform thread: Kafka's client may block for seconds inside locks
        reader = Thread.ofPlatform().daemon().name("usage").start(this::run);
    }

    public void stop() {
        stopping.countDown();
        Thread running = reader;
        if (running != null) {
            try {
                running.join(timeout);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        while (!isStopping()) {
            try (KafkaConsumer<String, String> consumer = open()) {
                consumer.subscribe(List.of(config.topic()));
                follow(consumer);
            } catch (RuntimeException e) {
                // begun again from what was said to Kafka last
                later(e);
            }
        }
    }

    private void follow(KafkaConsumer<String, String> consumer) {
        while (!isStopping()) {
            ConsumerRecords<String, String> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                take(records);
                HaltPoint.AFTER_EFFECT.reached("Usage", "Store");
                consumer.commitSync(timeout);
                trouble = null;
            }
        }
    }

    private void take(ConsumerRecords<String, String> records) {
        List<UsageBatch> batches = new ArrayList<>();
        for (ConsumerRecord<String, String> record : records) {
            UsageBatch batch = read(record);
            if (batch != null) {
                batches.add(batch);
            }
        }
        int cells = batches.stream().mapToInt(batch -> batch.cells().size()).sum();
        if (cells > 0) {
            int leftOut = usage.store(batches);
            unknown.increment(leftOut);
            stored.increment(cells - leftOut);
        }
    }

    private @Nullable UsageBatch read(ConsumerRecord<String, String> record) {
        String text = record.value();
        try {
            return text == null ? null : UsageBatch.of(text);
        } catch (UnreadableRow e) {
            LOG.warnf(
                    "record %d of partition %d is no usage: %s",
                    record.offset(), record.partition(), e.getMessage());
            unreadable.increment();
            return null;
        }
    }

    private void later(RuntimeException why) {
        String reason = "usage waits in Kafka: " + why.getMessage();
        if (!reason.equals(trouble)) {
            trouble = reason;
            LOG.warn(reason);
        }
        try {
            boolean _ = stopping.await(config.retryInterval().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stopping.countDown();
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private KafkaConsumer<String, String> open() {
        return new KafkaConsumer<>(
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        config.group(),
                        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                        SESSION_MILLIS,
                        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                        SESSION_MILLIS / 4,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        MOST_RECORDS,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false),
                new StringDeserializer(),
                new StringDeserializer());
    }
}
