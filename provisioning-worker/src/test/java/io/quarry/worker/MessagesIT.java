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
                Nudges nudges = new Nudges(bootstrap)) {
            warmUp(tenant, nudges);
            List<Duration> took = new ArrayList<>();
            for (int n = 0; n < 11; n++) {
                NamespaceId id = new NamespaceId(tenant, "quick-" + n);
                long begun = System.nanoTime();
                Operation created = world.create(id);
                nudges.send(created.id().toString());
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
                Nudges nudges = new Nudges(bootstrap)) {
            List<Operation> created = new ArrayList<>();
            for (int n = 0; n < 8; n++) {
                created.add(world.create(new NamespaceId(tenant, "pestered-" + n)));
            }
            for (int n = created.size() - 1; n >= 2; n--) {
                nudges.send(created.get(n).id().toString());
                nudges.send(created.get(n).id().toString());
                nudges.send(UUID.randomUUID().toString());
                nudges.send("not an operation");
            }
            for (Operation each : created) {
                Operation end = world.awaitEnd(each.id());
                world.assertSucceeded(end);
                world.assertServed(end.target().uid());
                nudges.send(each.id().toString());
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
    private void warmUp(TenantId tenant, Nudges nudges) throws InterruptedException {
        NamespaceId id = new NamespaceId(tenant, "warm-up");
        Operation created = world.create(id);
        Awaiting.until(
                "the first operation",
                World.PATIENCE,
                () -> {
                    nudges.send(created.id().toString());
                    return world.operation(created.id());
                },
                Operation::ended);
        end(id, nudges);
    }

    private void end(NamespaceId id, Nudges nudges) throws InterruptedException {
        Operation retired = world.retire(id, Duration.ZERO);
        nudges.send(retired.id().toString());
        world.assertSucceeded(world.awaitEnd(retired.id()));
    }
}
