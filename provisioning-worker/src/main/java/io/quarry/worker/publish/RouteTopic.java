package io.quarry.worker.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The compacted topic: what it holds, and how a record gets there. Every call ends within the
 * time-out.
 */
final class RouteTopic implements AutoCloseable {
    private final String bootstrap;
    private final TopicPartition partition;
    private final Duration timeout;
    private final RecordSender sender;

    RouteTopic(String bootstrap, String topic, Duration timeout) {
        this.bootstrap = bootstrap;
        this.partition = new TopicPartition(topic, 0);
        this.timeout = timeout;
        this.sender = new RecordSender(bootstrap, timeout);
    }

    /** Sends the records in their order and returns when the broker has all of them. */
    void send(Map<String, String> records) throws TopicUnavailable {
        List<ProducerRecord<String, String>> sent = new ArrayList<>(records.size());
        records.forEach(
                (key, value) ->
                        sent.add(
                                new ProducerRecord<>(
                                        partition.topic(), partition.partition(), key, value)));
        sender.send(sent);
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
                                RecordSender.millis(timeout),
                                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                                RecordSender.millis(timeout),
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

    @Override
    public void close() {
        sender.close();
    }
}
