package io.quarry.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Listens to the events from now on, as a program outside of Quarry would. */
final class EventReader implements AutoCloseable {
    private static final String TOPIC = "quarry.events";

    private final KafkaConsumer<String, byte[]> consumer;
    private final JsonFormat format = new JsonFormat();
    private final List<CloudEvent> heard = new ArrayList<>();

    EventReader(String bootstrap) {
        consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrap),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                consumer.partitionsFor(TOPIC).stream()
                        .map(each -> new TopicPartition(TOPIC, each.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** All that came of the subject, in its order, once the wanted one is among them. */
    List<CloudEvent> awaitOf(String subject, Predicate<List<CloudEvent>> wanted) {
        long end = System.nanoTime() + World.PATIENCE.toNanos();
        while (true) {
            List<CloudEvent> of =
                    heard.stream().filter(each -> subject.equals(each.getSubject())).toList();
            if (wanted.test(of)) {
                return of;
            }
            assertThat(System.nanoTime()).as("events of %s: %s", subject, of).isLessThan(end);
            consumer.poll(Duration.ofMillis(100)).forEach(this::hear);
        }
    }

    private void hear(ConsumerRecord<String, byte[]> record) {
        CloudEvent event = format.deserialize(record.value());
        assertThat(record.key()).isEqualTo(event.getSubject());
        assertThat(record.headers().lastHeader("content-type").value())
                .isEqualTo("application/cloudevents+json".getBytes(StandardCharsets.UTF_8));
        heard.add(event);
    }

    static String data(CloudEvent event) {
        return new String(
                Objects.requireNonNull(event.getData()).toBytes(), StandardCharsets.UTF_8);
    }

    /** As a listener that forgets what it has seen. */
    static List<CloudEvent> once(List<CloudEvent> events) {
        Map<String, CloudEvent> first = new LinkedHashMap<>();
        events.forEach(each -> first.putIfAbsent(each.getId(), each));
        return List.copyOf(first.values());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
