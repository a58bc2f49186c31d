package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.freshName;
import static io.quarry.api.kit.Namespaces.path;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.control.ControlLoad.Accepted;
import io.quarry.api.data.StackControl;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.Awaiting;
import io.quarry.api.kit.Namespaces;
import io.quarry.api.kit.Tables;
import io.quarry.api.kit.Tokens;
import io.quarry.testkit.Faults;
import io.quarry.testkit.Ledgers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * What callers ask the control plane for while a part of it is away is done once, as if nothing had
 * been: no operation is lost, doubled or stuck, nothing half made is left, each accepted request
 * has its row in the audit log and a refused one has none, and ledgers say what the rows add up to.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlPlaneFaultsIT {
    /** Less than the callers' tokens live. */
    private static final Duration LASTS = Duration.ofSeconds(Faults.all() ? 60 : 15);

    private static final int EACH = 4;
    private static final Set<String> ACTIONS =
            Set.of("namespace.create", "namespace.change", "namespace.retire");

    private final StackControl stack = new StackControl();
    private final Api admin = Api.as("platform-admin");

    @BeforeAll
    void start() {
        stack.up();
    }

    @AfterAll
    void repair() {
        stack.up();
    }

    private enum Outage {
        POSTGRESQL_CRASHES,
        POSTGRESQL_IS_RESTARTED,
        KAFKA_IS_AWAY,
        /** Connections stay open, and nobody answers. */
        KAFKA_STANDS_STILL,
        KEYCLOAK_IS_AWAY
    }

    /** Without PostgreSQL nothing is done meanwhile; without the others all goes on. */
    @TestFactory
    Stream<DynamicTest> whatIsAskedMeanwhileIsDoneOnce() {
        var blind = List.of(Outage.POSTGRESQL_CRASHES, Outage.POSTGRESQL_IS_RESTARTED);
        var others = Stream.of(Outage.values()).filter(outage -> !blind.contains(outage)).toList();
        return Stream.concat(Faults.chosen(blind, 1).stream(), Faults.chosen(others, 1).stream())
                .map(outage -> DynamicTest.dynamicTest(outage.name(), () -> survives(outage)));
    }

    private void happens(Outage outage, ControlLoad load) {
        switch (outage) {
            case POSTGRESQL_CRASHES -> stack.end("postgresql", "KILL");
            case POSTGRESQL_IS_RESTARTED -> stack.end("postgresql", "INT");
            case KAFKA_IS_AWAY -> {
                stack.end("kafka", "KILL");
                goesOn(load);
            }
            case KAFKA_STANDS_STILL -> {
                var kafka = stack.processes("kafka");
                StackControl.signal("STOP", kafka);
                try {
                    goesOn(load);
                } finally {
                    StackControl.signal("CONT", kafka);
                }
            }
            case KEYCLOAK_IS_AWAY -> {
                stack.end("keycloak", "KILL");
                goesOn(load);
            }
        }
        stack.up();
    }

    private static void goesOn(ControlLoad load) {
        var end = Instant.now().plus(LASTS);
        load.await(1);
        Awaiting.until(end);
    }

    private void survives(Outage outage) throws InterruptedException {
        var tenant = freshName();
        admin.put("/api/v1/tenants/" + tenant, "{}").expect(201);
        admin.put("/api/v1/tenants/" + tenant + "/quota", ControlLoad.LIMITS).expect(200);
        var load = new ControlLoad(Api.withToken(Tokens.fresh("platform-admin")), tenant);
        try (load) {
            load.await(EACH);
            happens(outage, load);
            load.await(EACH);
        }
        assertThat(load.failures()).isEmpty();
        assertDoneOnce(tenant, load);
        assertNothingHalfMade(tenant, load);
        for (var name : load.left()) {
            Namespaces.purge(admin, tenant, name);
        }
        assertThat(Ledgers.differences(tenant)).isEmpty();
        admin.delete("/api/v1/tenants/" + tenant).expect(204);
    }

    private void assertDoneOnce(String tenant, ControlLoad load) {
        var operations = all("/api/v1/operations?tenant=" + tenant);
        assertThat(operations)
                .extracting(each -> each.path("id").asText())
                .containsExactlyInAnyOrderElementsOf(
                        load.accepted().stream().map(Accepted::operation).toList());
        assertThat(operations)
                .allSatisfy(each -> assertThat(each.path("state").asText()).isEqualTo("SUCCEEDED"));
        var rows =
                all("/api/v1/audit-events?tenant=" + tenant).stream()
                        .filter(row -> !row.path("request_id").isNull())
                        .toList();
        assertThat(rows)
                .filteredOn(row -> ACTIONS.contains(row.path("action").asText()))
                .extracting(
                        row ->
                                row.path("request_id").asText()
                                        + " "
                                        + row.path("action").asText()
                                        + " "
                                        + row.path("operation_id").asText())
                .containsExactlyInAnyOrderElementsOf(
                        load.accepted().stream()
                                .map(
                                        each ->
                                                each.request()
                                                        + " "
                                                        + each.action()
                                                        + " "
                                                        + each.operation())
                                .toList());
        assertThat(load.refused()).isNotEmpty();
        assertThat(rows)
                .extracting(row -> row.path("request_id").asText())
                .doesNotContainAnyElementsOf(load.refused());
    }

    private void assertNothingHalfMade(String tenant, ControlLoad load) {
        var there = all("/api/v1/tenants/" + tenant + "/namespaces");
        assertThat(there)
                .extracting(each -> each.path("name").asText())
                .containsExactlyElementsOf(load.left());
        assertThat(there)
                .allSatisfy(
                        each -> {
                            assertThat(each.at("/status/state").asText()).isEqualTo("ACTIVE");
                            assertThat(each.at("/spec/description").asText())
                                    .isEqualTo("changed by a test");
                            assertThat(each.path("revision").asInt()).isEqualTo(2);
                        });
        assertThat(all("/api/v1/tenants/" + tenant + "/retired-namespaces")).isEmpty();
        for (var name : load.gone()) {
            admin.get(path(tenant, name)).expectProblem(404, "not-found");
        }
        try (var tables = new Tables()) {
            assertThat(load.accepted())
                    .filteredOn(each -> each.action().equals("namespace.create"))
                    .isNotEmpty()
                    .allSatisfy(
                            made ->
                                    assertThat(tables.of(made.uid()))
                                            .as(made.name())
                                            .hasSize(load.left().contains(made.name()) ? 1 : 0));
        }
        assertThat(Ledgers.differences(tenant)).isEmpty();
        assertThat(
                        admin.get("/api/v1/tenants/" + tenant + "/quota")
                                .expect(200)
                                .json()
                                .at("/reserved/namespaces")
                                .asInt())
                .isEqualTo(load.left().size());
    }

    private List<JsonNode> all(String listing) {
        var all = new ArrayList<JsonNode>();
        var paged = listing + (listing.contains("?") ? "&" : "?") + "limit=500";
        var next = paged;
        while (true) {
            var page = admin.get(next).expect(200).json();
            page.path("items").forEach(all::add);
            var token = page.path("next_page_token");
            if (token.isNull() || token.isMissingNode()) {
                return all;
            }
            next = paged + "&page_token=" + token.asText();
        }
    }
}
