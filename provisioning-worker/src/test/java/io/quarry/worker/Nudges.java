package io.quarry.worker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Messages to the workers: as they should come, and as they may come. */
final class Nudges implements AutoCloseable {
    private static final int REMEMBERED = 8;

    private final KafkaProducer<String, String> producer;
    private final Random random = new Random(7);
    private final List<String> sent = new ArrayList<>();

    Nudges(String bootstrap) {
        this.producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrap),
                        new StringSerializer(),
                        new StringSerializer());
    }

    void send(String text) {
        var _ = producer.send(new ProducerRecord<>("quarry.operations", text, text));
        producer.flush();
    }

    /**
     * Of three messages one is lost; the others come after older ones, which come again, with one
     * about nothing between them.
     */
    synchronized void unreliably(UUID operation) {
        sent.add(operation.toString());
        if (sent.size() > REMEMBERED) {
            sent.removeFirst();
        }
        if (random.nextInt(3) > 0) {
            List<String> messages = new ArrayList<>(sent);
            messages.add(operation.toString());
            messages.add(UUID.randomUUID().toString());
            Collections.shuffle(messages, random);
            messages.forEach(this::send);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
