package io.quarry.worker.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Records on their way to a topic. Every call ends within the time-out. Records are small and go
 * uncompressed, so that a native gateway needs no codec.
 */
final class RecordSender implements AutoCloseable {
    private final String bootstrap;
    private final Duration timeout;
    private @Nullable KafkaProducer<String, String> producer;

    RecordSender(String bootstrap, Duration timeout) {
        this.bootstrap = bootstrap;
        this.timeout = timeout;
    }

    /** Sends the records in their order and returns when the broker has all of them. */
    void send(List<ProducerRecord<String, String>> records) throws TopicUnavailable {
        try {
            KafkaProducer<String, String> open = open();
            List<Future<?>> sent = new ArrayList<>(records.size());
            records.forEach(each -> sent.add(open.send(each)));
            long end = System.nanoTime() + timeout.toNanos();
            for (Future<?> each : sent) {
                each.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
        } catch (ExecutionException e) {
            // What is still queued must not overtake the repetition: the producer goes, and its
            // queue with it.
            close();
            throw new TopicUnavailable(
                    "records were not taken", e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException | KafkaException e) {
            close();
            throw new TopicUnavailable("records were not taken within " + timeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new TopicUnavailable("interrupted", e);
        }
    }

    private KafkaProducer<String, String> open() {
        KafkaProducer<String, String> open = producer;
        if (open == null) {
            open =
                    new KafkaProducer<>(
                            Map.of(
                                    CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                                    bootstrap,
                                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                                    true,
                                    ProducerConfig.ACKS_CONFIG,
                                    "all",
                                    ProducerConfig.COMPRESSION_TYPE_CONFIG,
                                    "none",
                                    ProducerConfig.LINGER_MS_CONFIG,
                                    0,
                                    ProducerConfig.MAX_BLOCK_MS_CONFIG,
                                    millis(timeout),
                                    ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                                    millis(timeout.dividedBy(2)),
                                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                                    millis(timeout)),
                            new StringSerializer(),
                            new StringSerializer());
            producer = open;
        }
        return open;
    }

    static int millis(Duration duration) {
        return Math.toIntExact(Math.max(1, duration.toMillis()));
    }

    @Override
    public void close() {
        KafkaProducer<String, String> open = producer;
        producer = null;
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }
}
