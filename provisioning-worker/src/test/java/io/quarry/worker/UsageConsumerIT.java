package io.quarry.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.metadata.usage.NamespaceUsage;
import io.quarry.metadata.usage.Usage;
import io.quarry.metadata.usage.UsageBatch;
import io.quarry.metadata.usage.UsageCell;
import io.quarry.metadata.usage.UsageStep;
import io.quarry.metadata.usage.UsageWindow;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches from a topic of the test's own, taken by workers that die. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // all is there before each test
class UsageConsumerIT {
    @Inject World world;
    @Inject Usage usage;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    private final String topic = "usage-test-" + UUID.randomUUID();
    private final UUID run = UUID.randomUUID();
    private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    private Admin admin;
    private KafkaProducer<String, String> producer;

    @BeforeEach
    void aTopic() throws Exception {
        admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrap),
                        new StringSerializer(),
                        new StringSerializer());
    }

    @AfterEach
    void noTopic() throws Exception {
        producer.close();
        admin.deleteTopics(List.of(topic)).all().get();
        admin.close();
    }

    @Test
    void batchesThatComeTwiceOrLateOrBrokenAreHarmless() throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "counted");
        Operation created = world.create(id);
        Uid uid = created.target().uid();
        send(batch(cell(uid, hour, 3)));
        send("no batch");
        send(batch(cell(uid, hour, 5), cell(Uid.of("z2345678901234567890"), hour, 7)));
        send(batch(cell(uid, hour, 3)));
        send(batch(cell(uid, hour, 5)));
        try (WorkerProcess worker = WorkerProcess.start("counting", here(Map.of()))) {
            send(batch(cell(uid, hour.minus(Duration.ofHours(1)), 1)));
            List<NamespaceUsage> listed = awaitHours(tenant, 2);
            assertThat(listed).extracting(NamespaceUsage::reads).containsExactly(1L, 5L);
            assertThat(listed).extracting(NamespaceUsage::uid).containsOnly(uid);
            Awaiting.until(
                    "what was left out is told",
                    World.PATIENCE,
                    () -> metrics(worker),
                    body ->
                            body.contains("quarry_usage_unknown_total 1.0")
                                    && body.contains("quarry_usage_unreadable_total 1.0"));
            world.awaitEnd(created.id());
            world.awaitEnd(world.retire(id, Duration.ZERO).id());
            assertThat(listed(tenant)).as("what a purged namespace used").isEqualTo(listed);
        }
    }

    @Test
    void aWorkerThatIsKilledBeforeItSaysSoLeavesItToAnotherWhoCountsNothingTwice()
            throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "counted-twice");
        Operation created = world.create(id);
        Uid uid = created.target().uid();
        send(batch(cell(uid, hour, 4), cell(uid, hour.minus(Duration.ofHours(1)), 2)));
        WorkerProcess.killed(
                "killed-while-counting", List.of("Usage/Store:AFTER_EFFECT"), here(Map.of()));
        List<NamespaceUsage> before = listed(tenant);
        assertThat(before).extracting(NamespaceUsage::reads).containsExactly(2L, 4L);
        send(batch(cell(uid, hour.minus(Duration.ofHours(2)), 1)));
        try (WorkerProcess worker = WorkerProcess.start("counting-again", here(Map.of()))) {
            assertThat(awaitHours(tenant, 3))
                    .extracting(NamespaceUsage::reads)
                    .containsExactly(1L, 2L, 4L);
            // both cells of the first batch came to it again, and one that is new
            Awaiting.until(
                    "the cells that it stored",
                    World.PATIENCE,
                    () -> metrics(worker),
                    body -> body.contains("quarry_usage_stored_total 3.0"));
            assertThat(listed(tenant)).endsWith(before.toArray(NamespaceUsage[]::new));
            world.awaitEnd(created.id());
            world.awaitEnd(world.retire(id, Duration.ZERO).id());
        }
    }

    private Map<String, String> here(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.put("quarry.worker.usage.topic", topic);
        all.put("quarry.worker.usage.group", topic);
        return all;
    }

    private List<NamespaceUsage> awaitHours(TenantId tenant, int hours)
            throws InterruptedException {
        return Awaiting.until(
                hours + " hours of usage",
                World.PATIENCE,
                () -> listed(tenant),
                listed -> listed.size() == hours);
    }

    private List<NamespaceUsage> listed(TenantId tenant) {
        UsageWindow window =
                UsageWindow.of(null, null, UsageStep.HOUR, null, hour.plus(Duration.ofHours(1)));
        return usage.list(tenant, window, PageRequest.first()).orElseThrow().items();
    }

    private UsageBatch batch(UsageCell... cells) {
        return new UsageBatch(run, List.of(cells));
    }

    private static UsageCell cell(Uid uid, Instant hour, long reads) {
        return new UsageCell(uid, hour, reads, 0, 0, 100 * reads, 0, 0, reads);
    }

    private void send(UsageBatch batch) throws Exception {
        send(batch.text());
    }

    private void send(String text) throws Exception {
        producer.send(new ProducerRecord<>(topic, run.toString(), text)).get();
    }

    private static String metrics(WorkerProcess worker) {
        try {
            return worker.metrics().body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
