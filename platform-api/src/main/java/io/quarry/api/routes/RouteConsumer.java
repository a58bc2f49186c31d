package io.quarry.api.routes;

import io.quarry.api.routes.RouteHealth.Source;
import io.quarry.metadata.route.RouteRecord;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads the topic from its beginning into the table and follows it, on a thread of its own. It
 * commits nothing: every process reads everything. Broken or old records are left aside, so one bad
 * record never stops the rest.
 */
final class RouteConsumer implements Runnable {
    private static final Logger LOG = Logger.getLogger(RouteConsumer.class);
    private static final Duration POLL = Duration.ofMillis(250);

    private final RoutesConfig config;
    private final RouteTable table;
    private final RouteCodec codec;
    private final RouteHealth health;
    private final Consumer<Set<String>> lacking;
    private final TopicPartition partition;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * @param lacking is told, after each full reading, which keys were in the table before and are
     *     not in the topic
     */
    RouteConsumer(
            RoutesConfig config,
            RouteTable table,
            RouteCodec codec,
            RouteHealth health,
            Consumer<Set<String>> lacking) {
        this.config = config;
        this.table = table;
        this.codec = codec;
        this.health = health;
        this.lacking = lacking;
        this.partition = new TopicPartition(config.topic(), 0);
    }

    @Override
    public void run() {
        while (!isStopped()) {
            try (var consumer = open()) {
                readFrom(consumer);
            } catch (WakeupException | InterruptException e) {
                return;
            } catch (KafkaException e) {
                away(e);
            }
        }
    }

    void stop() {
        stopped.countDown();
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void readFrom(KafkaConsumer<String, String> consumer) {
        consumer.assign(List.of(partition));
        while (!isStopped()) {
            try {
                replay(consumer);
                follow(consumer);
            } catch (OffsetOutOfRangeException e) {
                LOG.infof(
                        "The topic %s no longer has what was read last; reading it again",
                        config.topic());
            } catch (org.apache.kafka.common.errors.RetriableException e) {
                away(e);
            }
        }
    }

    private void replay(KafkaConsumer<String, String> consumer) {
        var before = table.keys();
        var seen = new HashSet<String>();
        health.replaying(true);
        consumer.seekToBeginning(List.of(partition));
        var end = end(consumer);
        while (!isStopped() && consumer.position(partition, config.kafkaTimeout()) < end) {
            var records = consumer.poll(POLL);
            if (records.isEmpty()) {
                end(consumer); // says so by an exception when Kafka is away
            }
            for (var record : records) {
                seen.add(record.key());
                take(record);
            }
        }
        if (isStopped()) {
            return;
        }
        health.replaying(false);
        health.answered(Source.TOPIC);
        health.loaded();
        var missing = new HashSet<>(before);
        missing.removeAll(seen);
        lacking.accept(missing);
    }

    /** Returns when the topic was made anew and has to be read again. */
    private void follow(KafkaConsumer<String, String> consumer) {
        var checked = System.nanoTime();
        while (!isStopped()) {
            for (var record : consumer.poll(POLL)) {
                take(record);
            }
            if (System.nanoTime() - checked > config.every().toNanos()) {
                checked = System.nanoTime();
                try {
                    if (end(consumer) < consumer.position(partition, config.kafkaTimeout())) {
                        return;
                    }
                    health.answered(Source.TOPIC);
                } catch (org.apache.kafka.common.errors.RetriableException e) {
                    away(e);
                }
            }
        }
    }

    /** A silent Kafka is told from a quiet topic only by asking. */
    private long end(KafkaConsumer<String, String> consumer) {
        var end = consumer.endOffsets(List.of(partition), config.kafkaTimeout()).get(partition);
        return end == null ? 0 : end;
    }

    private void take(ConsumerRecord<String, String> received) {
        if (received.key() == null || received.value() == null) {
            return;
        }
        final RouteRecord record;
        try {
            record = codec.decode(received.key(), received.value());
        } catch (IllegalArgumentException e) {
            LOG.warnf(
                    "Record %s at %d is no route: %s",
                    received.key(), received.offset(), e.getMessage());
            return;
        }
        table.apply(record);
    }

    private void away(KafkaException why) {
        health.away(Source.TOPIC, why.getClass().getSimpleName() + ": " + why.getMessage());
        try {
            var unused = stopped.await(config.every().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
        }
    }

    private KafkaConsumer<String, String> open() {
        var timeout = Math.toIntExact(config.kafkaTimeout().toMillis());
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        config.bootstrap(),
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        200,
                        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        timeout,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        timeout,
                        ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        1000),
                new StringDeserializer(),
                new StringDeserializer());
    }
}
