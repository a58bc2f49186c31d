package io.quarry.worker.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The compacted topic: what it holds, and how a record gets there. Every call ends within the
 * time-out. Records are small and go uncompressed, so that a native gateway needs no codec.
 */
final class RouteTopic implements AutoCloseable {
    private final String bootstrap;
    private final TopicPartition partition;
    private final Duration timeout;
    private @Nullable KafkaProducer<String, String> producer;

    RouteTopic(String bootstrap, String topic, Duration timeout) {
        this.bootstrap = bootstrap;
        this.partition = new TopicPartition(topic, 0);
        this.timeout = timeout;
    }

    /** Sends the records in their order and returns when the broker has all of them. */
    void send(Map<String, String> records) throws TopicUnavailable {
        try {
            KafkaProducer<String, String> open = open();
            List<Future<?>> sent = new ArrayList<>(records.size());
            records.forEach(
                    (key, value) ->
                            sent.add(
                                    open.send(
                                            new ProducerRecord<>(
                                                    partition.topic(),
                                                    partition.partition(),
                                                    key,
                                                    value))));
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

    /** The newest value of each key, up to the end of the topic at this moment. */
    Map<String, String> read() throws TopicUnavailable {
        Map<String, String> newest = new HashMap<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrap,
                                CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG,
                                millis(timeout),
                                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                                millis(timeout),
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "earliest",
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                false,
                                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                                false),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            Long end = consumer.endOffsets(List.of(partition), timeout).get(partition);
            long stop = System.nanoTime() + timeout.toNanos();
            while (end != null && consumer.position(partition, timeout) < end) {
                if (System.nanoTime() > stop) {
                    throw new TopicUnavailable(
                            "the topic was not read to its end within " + timeout);
                }
                for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(200))) {
                    newest.put(each.key(), each.value());
                    stop = System.nanoTime() + timeout.toNanos();
                }
            }
        } catch (KafkaException e) {
            throw new TopicUnavailable("the topic was not read", e);
        }
        return newest;
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

    private static int millis(Duration duration) {
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
