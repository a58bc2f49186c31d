package io.quarry.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.instance.Instances;
import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.StepState;
import io.quarry.metadata.operation.Workflows;
import io.quarry.metadata.route.RouteRecord;
import io.quarry.metadata.route.Routes;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Operations that are held up by a gateway which applies no route, and cancelled there. */
@QuarkusTest
class CancelIT {
    @Inject World world;
    @Inject Instances instances;
    @Inject Routes routes;
    @Inject Tenancy tenancy;

    private Gateway gateway(TenantId tenant) {
        return new Gateway("gateway-" + tenant, instances, routes, tenancy);
    }

    @Test
    void whatStandsForLongIsToldAndNothingIsLeftOfItWhenItIsCancelled() throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "regretted");
        List<Capacity> reserved = world.reserved();
        Map<String, String> impatient =
                Map.of(
                        "quarry.worker.stuck.after", "100ms",
                        "quarry.worker.stuck.look-every", "100ms");
        try (Gateway gateway = gateway(tenant);
                WorkerProcess worker = WorkerProcess.start("impatient", impatient)) {
            gateway.deaf(true);
            Operation created = world.create(id);
            world.awaitWaiting(created.id(), Workflows.AWAIT_GATEWAYS);
            assertThat(world.structures(created.target().uid())).hasSize(1);
            assertStuck(worker, created);
            assertThat(world.reserved()).isNotEqualTo(reserved);
            assertThat(world.cancel(created.id()).state()).isEqualTo("CANCELLING");
            gateway.deaf(false);
            assertCancelled(id, world.awaitEnd(created.id()));
            assertThat(world.reserved()).as("capacity taken").isEqualTo(reserved);
            // the name is free, and who has it next is served
            Operation again = world.awaitEnd(world.create(id).id());
            world.assertSucceeded(again);
            world.assertServed(again.target().uid());
            world.assertSucceeded(world.awaitEnd(world.retire(id, Duration.ZERO).id()));
        }
        assertThat(world.reserved()).isEqualTo(reserved);
    }

    private void assertCancelled(NamespaceId id, Operation ended) {
        assertThat(ended.state()).as(ended.toString()).isEqualTo("CANCELLED");
        assertThat(ended.problem()).isNull();
        assertThat(ended.steps())
                .extracting(step -> step.state())
                .containsExactly(
                        StepState.UNDONE, StepState.UNDONE, StepState.UNDONE, StepState.SKIPPED);
        world.assertGone(id, ended.target().uid());
    }

    private static void assertStuck(WorkerProcess worker, Operation operation) throws Exception {
        String _ =
                Awaiting.until(
                        "health says what is stuck and why",
                        World.PATIENCE,
                        () -> worker.readiness().body(),
                        body ->
                                body.contains("\"stuck." + operation.id() + "\"")
                                        && body.contains("the route is not applied yet by"));
        String count = "quarry_operations_stuck{type=\"ProvisionNamespace\"} ";
        String _ =
                Awaiting.until(
                        "metrics count what is stuck",
                        World.PATIENCE,
                        () -> worker.metrics().body(),
                        body -> body.contains(count + "1.0"));
    }

    @Test
    void whatWasServedGoesOnAsItWasWhenItsChangeOrItsRetirementIsCancelled() throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "kept");
        List<Capacity> reserved = world.reserved();
        try (Gateway gateway = gateway(tenant);
                WorkerProcess _ = WorkerProcess.start("doer", Map.of())) {
            Operation created = world.awaitEnd(world.create(id).id());
            var uid = created.target().uid();
            Namespace before = world.byUid(uid);

            gateway.deaf(true);
            Operation change = world.describe(id, "not wanted after all");
            world.awaitWaiting(change.id(), Workflows.AWAIT_GATEWAYS);
            world.cancel(change.id());
            gateway.deaf(false);
            assertThat(world.awaitEnd(change.id()).state()).isEqualTo("CANCELLED");
            Namespace after = world.byUid(uid);
            assertThat(after.spec()).isEqualTo(before.spec());
            assertThat(after.status()).isEqualTo(before.status());
            assertThat(after.revision()).isEqualTo(before.revision() + 2);
            world.assertServed(uid);

            gateway.deaf(true);
            Operation retirement = world.retire(id, Duration.ZERO);
            world.awaitWaiting(retirement.id(), Workflows.AWAIT_GATEWAYS);
            assertThat(routed(before)).isEqualTo(NamespaceState.RETIRED);
            world.cancel(retirement.id());
            gateway.deaf(false);
            Operation ended = world.awaitEnd(retirement.id());
            assertThat(ended.state()).as(ended.toString()).isEqualTo("CANCELLED");
            assertThat(routed(before)).isEqualTo(NamespaceState.ACTIVE);
            world.assertServed(uid);

            world.assertSucceeded(world.awaitEnd(world.retire(id, Duration.ZERO).id()));
            world.assertGone(id, uid);
        }
        assertThat(world.reserved()).isEqualTo(reserved);
    }

    private NamespaceState routed(Namespace namespace) {
        return tenancy.system(routes::all).stream()
                .filter(RouteRecord.OfNamespace.class::isInstance)
                .map(record -> ((RouteRecord.OfNamespace) record).route())
                .filter(route -> route.uid().equals(namespace.uid()))
                .findFirst()
                .orElseThrow()
                .state();
    }
}
