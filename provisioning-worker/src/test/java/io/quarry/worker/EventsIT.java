package io.quarry.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Whoever listens hears of every change, in its order, though publishers are killed. */
@QuarkusTest
class EventsIT {
    @Inject World world;
    @Inject ObjectMapper json;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    @Test
    void theLifeOfANamespaceIsHeardFromItsBeginningToItsEnd() throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "heard");
        try (EventReader reader = new EventReader(bootstrap);
                WorkerProcess _ = WorkerProcess.start("telling", Map.of())) {
            Operation created = world.awaitEnd(world.create(id).id());
            Operation changed = world.awaitEnd(world.describe(id, "another").id());
            Operation retired = world.awaitEnd(world.retire(id, Duration.ZERO).id());
            String uid = created.target().uid().value();

            List<CloudEvent> life =
                    reader.awaitOf(
                            "tenants/" + tenant + "/namespaces/" + uid,
                            events -> states(events).contains("PURGED"));
            assertThat(states(EventReader.once(life)))
                    .containsSubsequence(
                            "PENDING",
                            "ACTIVE",
                            "CHANGING",
                            "ACTIVE",
                            "RETIRING",
                            "RETIRED",
                            "PURGED");
            assertThat(life.getFirst().getType()).isEqualTo("io.quarry.namespace.created");
            assertThat(life.subList(1, life.size()))
                    .allMatch(each -> each.getType().equals("io.quarry.namespace.changed"));
            assertThat(life)
                    .allMatch(each -> tenant.name().equals(each.getExtension("tenant")))
                    .allMatch(each -> each.getSource().toString().equals("/quarry"))
                    .allMatch(each -> each.getTime() != null);
            assertThat(EventReader.data(life.getFirst())).contains("\"name\":\"heard\"", uid);

            for (Operation each : List.of(created, changed, retired)) {
                List<CloudEvent> course =
                        reader.awaitOf("operations/" + each.id(), EventsIT::hasEnded);
                assertThat(course.getFirst().getType()).isEqualTo("io.quarry.operation.opened");
                assertThat(course.getLast().getType()).isEqualTo("io.quarry.operation.ended");
                assertThat(states(course)).startsWith("PENDING").endsWith("SUCCEEDED");
                assertThat(text(course.getLast(), "type")).isEqualTo(each.type().wire());
            }
        }
    }

    @Test
    void aPublisherThatIsKilledBeforeItForgetsTellsAgainAndLosesNothing() throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "told-twice");
        try (EventReader reader = new EventReader(bootstrap)) {
            Operation created = world.create(id);
            String subject = "tenants/" + tenant + "/namespaces/" + created.target().uid().value();
            WorkerProcess.killed(
                    "killed-while-telling", List.of("Events/Publish:AFTER_EFFECT"), Map.of());
            List<CloudEvent> told = reader.awaitOf(subject, events -> !events.isEmpty());
            try (WorkerProcess _ = WorkerProcess.start("telling-again", Map.of())) {
                world.assertSucceeded(world.awaitEnd(created.id()));
                List<CloudEvent> all =
                        reader.awaitOf(subject, events -> states(events).contains("ACTIVE"));
                assertThat(
                                all.stream()
                                        .filter(
                                                each ->
                                                        each.getId()
                                                                .equals(told.getFirst().getId())))
                        .as("told by both")
                        .hasSizeGreaterThan(1);
                assertThat(states(EventReader.once(all))).startsWith("PENDING").endsWith("ACTIVE");
                world.awaitEnd(world.retire(id, Duration.ZERO).id());
            }
        }
    }

    private static boolean hasEnded(List<CloudEvent> events) {
        return events.stream().anyMatch(each -> each.getType().equals("io.quarry.operation.ended"));
    }

    private List<String> states(List<CloudEvent> events) {
        return events.stream().map(each -> text(each, "state")).toList();
    }

    private String text(CloudEvent event, String field) {
        try {
            return json.readTree(EventReader.data(event)).path(field).asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
