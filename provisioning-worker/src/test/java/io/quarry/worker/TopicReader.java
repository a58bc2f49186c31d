package io.quarry.worker;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Follows the routes' topic as a gateway does. */
final class TopicReader implements AutoCloseable {
    private static final TopicPartition ROUTES = new TopicPartition("quarry.routes", 0);

    private final KafkaConsumer<String, String> consumer;
    private final KafkaProducer<String, String> producer;
    private final Map<String, ConsumerRecord<String, String>> newest = new HashMap<>();

    TopicReader(String bootstrap) {
        consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrap),
                        new StringDeserializer(),
                        new StringDeserializer());
        consumer.assign(List.of(ROUTES));
        consumer.seekToBeginning(List.of(ROUTES));
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrap),
                        new StringSerializer(),
                        new StringSerializer());
    }

    /** Waits until the newest value of the key is as wanted and lies behind that offset. */
    String awaitValue(String key, long behind, Predicate<String> wanted) {
        long end = System.nanoTime() + World.PATIENCE.toNanos();
        while (true) {
            ConsumerRecord<String, String> record = newest.get(key);
            if (record != null && record.offset() > behind && wanted.test(record.value())) {
                return record.value();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("the topic did not get it: " + key + " is " + record);
            }
            consumer.poll(Duration.ofMillis(100)).forEach(each -> newest.put(each.key(), each));
        }
    }

    /** The offset at which it lies now. */
    long write(String key, String value) throws Exception {
        return producer.send(new ProducerRecord<>(ROUTES.topic(), ROUTES.partition(), key, value))
                .get()
                .offset();
    }

    @Override
    public void close() {
        consumer.close();
        producer.close(Duration.ofSeconds(5));
    }
}
