package io.quarry.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.testkit.Ledgers;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The broker stands still, which is worse than dead: connections stay open and nobody answers. */
@QuarkusTest
class KafkaAwayIT {
    @Inject World world;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    @Test
    void operationsAreCarriedOutAndRoutesAndEventsFollowWhenKafkaIsBack() throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "patient");
        try (EventReader events = new EventReader(bootstrap);
                WorkerProcess worker =
                        WorkerProcess.start(
                                "patient",
                                Map.of(
                                        "quarry.worker.publisher.timeout",
                                        "1s",
                                        "quarry.worker.publisher.reassert-interval",
                                        "2s"))) {
            Awaiting.until(
                    "the worker",
                    World.PATIENCE,
                    () -> readiness(worker),
                    answer -> answer.status() == 200);
            Operation created;
            long broker = broker();
            signal("STOP", broker);
            try {
                created = world.create(id);
                world.assertSucceeded(world.awaitEnd(created.id()));
                world.assertServed(created.target().uid());
                WorkerProcess.Answer degraded =
                        Awaiting.until(
                                "health that names Kafka",
                                World.PATIENCE,
                                () -> readiness(worker),
                                answer -> answer.body().contains("kafka"));
                assertThat(degraded.status()).isEqualTo(200);
            } finally {
                signal("CONT", broker);
            }
            try (TopicReader topic = new TopicReader(bootstrap)) {
                topic.awaitValue(
                        created.target().uid().value(), -1, value -> value.contains("ACTIVE"));
                assertThat(
                                events.awaitOf(
                                        "operations/" + created.id(),
                                        heard -> heard.stream().anyMatch(KafkaAwayIT::isTheEnd)))
                        .as("what happened while Kafka was away")
                        .hasSizeGreaterThan(2);
                Operation retired = world.retire(id, Duration.ZERO);
                world.assertSucceeded(world.awaitEnd(retired.id()));
                world.assertGone(id, retired.target().uid());
                topic.awaitValue(
                        created.target().uid().value(), -1, value -> value.contains("RETIRED"));
            }
        }
        assertThat(Ledgers.differences(tenant.name())).isEmpty();
    }

    @Test
    void whatTheTopicLostOrGotWrongIsPutBack() throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "asserted");
        try (WorkerProcess _ =
                        WorkerProcess.start(
                                "asserting",
                                Map.of("quarry.worker.publisher.reassert-interval", "1s"));
                TopicReader topic = new TopicReader(bootstrap)) {
            Operation created = world.awaitEnd(world.create(id).id());
            String uid = created.target().uid().value();
            String right = topic.awaitValue(uid, -1, value -> value.contains("ACTIVE"));
            long wrong = topic.write(uid, "an older record that came late");
            topic.awaitValue(uid, wrong, right::equals);
            world.assertSucceeded(world.awaitEnd(world.retire(id, Duration.ZERO).id()));
        }
    }

    private static boolean isTheEnd(CloudEvent event) {
        return event.getType().equals("io.quarry.operation.ended");
    }

    private static WorkerProcess.Answer readiness(WorkerProcess worker) {
        try {
            return worker.readiness();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new WorkerProcess.Answer(0, "interrupted");
        }
    }

    /** The broker of the test stack, as the stack itself names it. */
    private static long broker() throws IOException {
        String script = System.getenv("QUARRY_SCRIPT");
        assertThat(script).as("QUARRY_SCRIPT, which the test stack exports").isNotNull();
        Process status = new ProcessBuilder(script, "status", "--json").start();
        JsonNode answer = new ObjectMapper().readTree(status.getInputStream());
        for (JsonNode service : answer.path("services")) {
            if (service.path("name").asText().equals("kafka")) {
                return service.path("pid").asLong();
            }
        }
        throw new AssertionError("no kafka in " + answer);
    }

    private static void signal(String signal, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor())
                .isZero();
    }
}
