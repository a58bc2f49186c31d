package io.quarry.api.routes;

import static io.quarry.metadata.namespace.NamespaceState.ACTIVE;
import static io.quarry.metadata.namespace.NamespaceState.RETIRED;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.kit.Awaiting;
import io.quarry.api.kit.Stack;
import io.quarry.metadata.route.RouteRecord;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The consumer against the stack's Kafka, on a topic of its own. */
@SuppressWarnings("NullAway.Init") // all is there before each test
class RouteConsumerIT {
    private final String bootstrap = Stack.variable("KAFKA_BOOTSTRAP");
    private final String topic = "routes-test-" + Long.toString(System.nanoTime(), 36);
    private final RouteCodec codec = Samples.codec();
    private final RouteTable table = new RouteTable();
    private final RouteHealth health = new RouteHealth(table);
    private final List<Set<String>> lacking = new CopyOnWriteArrayList<>();
    private Admin admin;
    private KafkaProducer<String, String> producer;
    private RouteConsumer consumer;
    private Thread thread;

    @BeforeEach
    void prepare() throws Exception {
        admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrap),
                        new StringSerializer(),
                        new StringSerializer());
        var config =
                new SmallRyeConfigBuilder()
                        .withMapping(RoutesConfig.class)
                        .withDefaultValue("quarry.routes.bootstrap", bootstrap)
                        .withDefaultValue("quarry.routes.topic", topic)
                        .build()
                        .getConfigMapping(RoutesConfig.class);
        consumer = new RouteConsumer(config, table, codec, health, lacking::add);
        thread = Thread.ofPlatform().daemon().unstarted(consumer);
    }

    @AfterEach
    void end() throws Exception {
        consumer.stop();
        thread.join();
        producer.close();
        admin.deleteTopics(List.of(topic)).all().get();
        admin.close();
    }

    private void publish(RouteRecord record) throws Exception {
        send(record.key(), codec.encode(record));
    }

    private void send(String key, String value) throws Exception {
        producer.send(new ProducerRecord<>(topic, 0, key, value)).get();
    }

    private static void await(String what, BooleanSupplier condition) {
        Awaiting.within(Duration.ofSeconds(20), what, condition);
    }

    @Test
    void the_topic_is_read_whole_and_then_followed() throws Exception {
        publish(Samples.route(1, "demo", "profiles", ACTIVE, 1));
        thread.start();
        await("the topic is read", health::isLoaded);
        assertThat(table.find("demo/profiles")).isNotNull();
        publish(Samples.route(2, "demo", "orders", ACTIVE, 2));
        await("a new route arrives", () -> table.find("demo/orders") != null);
        publish(Samples.route(1, "demo", "profiles", RETIRED, 3));
        await("a retired one goes", () -> table.find("demo/profiles") == null);
    }

    @Test
    void a_record_that_came_late_or_is_broken_changes_nothing() throws Exception {
        publish(Samples.route(1, "demo", "profiles", ACTIVE, 5));
        publish(Samples.route(1, "demo", "profiles", RETIRED, 4));
        send("u" + "0".repeat(19), "no json");
        send(Samples.uid(7).value(), codec.encode(Samples.route(8, "demo", "mixed-up", ACTIVE, 6)));
        publish(Samples.route(2, "demo", "orders", ACTIVE, 7));
        thread.start();
        await("the topic is read", health::isLoaded);
        assertThat(table.find("demo/profiles")).isNotNull();
        assertThat(table.find("demo/orders")).isNotNull();
        assertThat(table.find("demo/mixed-up")).isNull();
    }

    @Test
    void keys_that_the_topic_lacks_are_told_after_the_reading() throws Exception {
        table.apply(Samples.route(3, "demo", "saved-only", ACTIVE, 1));
        table.apply(Samples.route(1, "demo", "profiles", ACTIVE, 2));
        publish(Samples.route(1, "demo", "profiles", ACTIVE, 2));
        thread.start();
        await("the topic is read", () -> !lacking.isEmpty());
        assertThat(lacking.getFirst()).containsExactly(Samples.uid(3).value());
        assertThat(table.find("demo/saved-only")).isNotNull();
    }
}
