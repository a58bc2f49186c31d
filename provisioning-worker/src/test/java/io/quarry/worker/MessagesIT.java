package io.quarry.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.instance.Instances;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.route.Routes;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * Messages only shorten the wait: here they come, come twice, in the wrong order, about nothing, or
 * not at all.
 */
@QuarkusTest
class MessagesIT {
    @Inject World world;
    @Inject Instances instances;
    @Inject Routes routes;
    @Inject Tenancy tenancy;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    @Test
    void aNudgedNamespaceIsActiveWithinTwoSeconds() throws Exception {
        TenantId tenant = world.freshTenant();
        try (Gateway _ = new Gateway("gateway-" + tenant, instances, routes, tenancy);
                WorkerProcess _ =
                        WorkerProcess.start(
                                "nudged", Map.of("quarry.worker.claims.sweep-interval", "20s"));
                KafkaProducer<String, String> nudges = producer()) {
            warmUp(tenant, nudges);
            List<Duration> took = new ArrayList<>();
            for (int n = 0; n < 11; n++) {
                NamespaceId id = new NamespaceId(tenant, "quick-" + n);
                long begun = System.nanoTime();
                Operation created = world.create(id);
                nudge(nudges, created.id().toString());
                world.assertSucceeded(world.awaitEnd(created.id()));
                took.add(Duration.ofNanos(System.nanoTime() - begun));
                end(id, nudges);
            }
            took.sort(null);
            System.out.printf("PUT to ACTIVE: p50 %s, slowest %s%n", took.get(5), took.getLast());
            assertThat(took.get(5)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void doubledReorderedLostAndMeaninglessMessagesChangeNothing() throws Exception {
        TenantId tenant = world.freshTenant();
        try (WorkerProcess _ = WorkerProcess.start("pestered-1", Map.of());
                WorkerProcess _ = WorkerProcess.start("pestered-2", Map.of());
                KafkaProducer<String, String> nudges = producer()) {
            List<Operation> created = new ArrayList<>();
            for (int n = 0; n < 8; n++) {
                created.add(world.create(new NamespaceId(tenant, "pestered-" + n)));
            }
            for (int n = created.size() - 1; n >= 2; n--) {
                nudge(nudges, created.get(n).id().toString());
                nudge(nudges, created.get(n).id().toString());
                nudge(nudges, UUID.randomUUID().toString());
                nudge(nudges, "not an operation");
            }
            for (Operation each : created) {
                Operation end = world.awaitEnd(each.id());
                world.assertSucceeded(end);
                world.assertServed(end.target().uid());
                nudge(nudges, each.id().toString());
            }
            List<Operation> retired = new ArrayList<>();
            for (Operation each : created) {
                retired.add(
                        world.retire(new NamespaceId(tenant, each.target().name()), Duration.ZERO));
            }
            for (Operation each : retired) {
                Operation end = world.awaitEnd(each.id());
                world.assertSucceeded(end);
                world.assertGone(new NamespaceId(tenant, end.target().name()), end.target().uid());
            }
            for (Operation each : created) {
                assertThat(world.operation(each.id()).endedAt())
                        .isBefore(world.operation(retired.getLast().id()).createdAt());
            }
        }
    }

    /** Until the worker's consumer has its place in the topic. */
    private void warmUp(TenantId tenant, KafkaProducer<String, String> nudges)
            throws InterruptedException {
        NamespaceId id = new NamespaceId(tenant, "warm-up");
        Operation created = world.create(id);
        Awaiting.until(
                "the first operation",
                World.PATIENCE,
                () -> {
                    nudge(nudges, created.id().toString());
                    return world.operation(created.id());
                },
                Operation::ended);
        end(id, nudges);
    }

    private void end(NamespaceId id, KafkaProducer<String, String> nudges)
            throws InterruptedException {
        Operation retired = world.retire(id, Duration.ZERO);
        nudge(nudges, retired.id().toString());
        world.assertSucceeded(world.awaitEnd(retired.id()));
    }

    private static void nudge(KafkaProducer<String, String> nudges, String text) {
        var _ = nudges.send(new ProducerRecord<>("quarry.operations", text, text));
        nudges.flush();
    }

    private KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap),
                new StringSerializer(),
                new StringSerializer());
    }
}
