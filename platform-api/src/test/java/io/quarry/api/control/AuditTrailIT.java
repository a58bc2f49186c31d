package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.SPEC;
import static io.quarry.api.kit.Namespaces.freshName;
import static io.quarry.api.kit.Namespaces.path;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.kit.Answer;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.ContractRoute;
import io.quarry.api.kit.Namespaces;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every control route of the contract that changes something leaves its row in the audit log: a
 * route that is added fails here until it is said how it is tried, and what it writes.
 */
class AuditTrailIT {
    private static final String ADMIN = "user:platform-admin";
    private static final String MEMBERS = "/api/v1/tenants/demo/members/user:";
    private static final String ROLE = "{\"role\": \"tenant-viewer\"}";

    private final Api admin = Api.as("platform-admin");
    private final AuditTries tries = new AuditTries(admin);

    @TestFactory
    Stream<DynamicTest> everyChangeLeavesItsRow() throws IOException {
        var tests =
                ContractRoute.below("/api/").stream()
                        .flatMap(
                                route ->
                                        actions(route)
                                                .map(
                                                        action ->
                                                                DynamicTest.dynamicTest(
                                                                        route + ": " + action,
                                                                        () ->
                                                                                leavesItsRow(
                                                                                        route,
                                                                                        action))))
                        .toList();
        assertThat(tests).isNotEmpty();
        return tests.stream();
    }

    private static Stream<String> actions(ContractRoute route) {
        var actions = route.facts().path(ContractFacts.AUDIT);
        return StreamSupport.stream(actions.spliterator(), false).map(JsonNode::asText);
    }

    private void leavesItsRow(ContractRoute route, String action) {
        var attempt = tries.all().get(route.operationId() + " " + action);
        assertThat(attempt).as("say above how %s comes to write %s", route, action).isNotNull();
        var made = requireNonNull(attempt).change();
        var written = events("request=" + made.answer().header("Quarry-Request-Id"));
        var event = theOne(written, action);
        assertThat(event.path("actor").asText()).isEqualTo(ADMIN);
        assertThat(event.path("action").asText()).isEqualTo(action);
        assertThat(event.path("resource").asText()).isEqualTo(made.resource());
        assertThat(event.path("before").isObject())
                .as("before: %s", event)
                .isEqualTo(made.before());
        assertThat(event.path("after").isObject()).as("after: %s", event).isEqualTo(made.after());
        var accepted = made.answer().status() == 202;
        assertThat(event.path("outcome").asText()).isEqualTo(accepted ? "accepted" : "done");
        var operation = accepted ? made.answer().json().path("id").asText() : null;
        assertThat(text(event.path("operation_id"))).isEqualTo(operation);
        assertThat(event.toString().toLowerCase(Locale.ROOT))
                .doesNotContain("secret", "password", "token");
        if (operation != null) {
            assertThat(events("operation=" + operation)).contains(event);
        }
    }

    /** The last word on what was asked; it may have been begun before, and have had other parts. */
    private static JsonNode theOne(JsonNode written, String action) {
        var ofIt =
                StreamSupport.stream(written.spliterator(), false)
                        .filter(event -> event.path("action").asText().equals(action))
                        .toList();
        assertThat(ofIt).as("%s in %s", action, written).isNotEmpty();
        assertThat(ofIt.subList(1, ofIt.size()))
                .extracting(begun -> begun.path("outcome").asText())
                .isSubsetOf("accepted");
        return ofIt.getFirst();
    }

    private static @Nullable String text(JsonNode node) {
        return node.isNull() ? null : node.asText();
    }

    @Test
    void theWorkersPartOfAChangeIsFoundByTheOperation() {
        var operation = tries.noNamespace().answer().json().path("id").asText();
        assertThat(events("operation=" + operation))
                .extracting(event -> event.path("action").asText())
                .containsExactly("namespace.purged", "namespace.retired", "namespace.retire");
        assertThat(events("operation=" + operation))
                .extracting(event -> event.path("actor").asText())
                .containsExactly("client:provisioning-worker", "client:provisioning-worker", ADMIN);
    }

    @Test
    void whatIsOnlyShownOrRefusedOrRepeatedLeavesNoRow() {
        var name = freshName();
        var shown = admin.put(MEMBERS + name + "?dry_run=true", ROLE).expect(200);
        var refused = admin.put(MEMBERS + name, "{\"role\": \"king\"}").expect(400);
        admin.put(MEMBERS + name, ROLE).expect(201);
        var repeated = admin.put(MEMBERS + name, ROLE).expect(200);
        for (var answer : new Answer[] {shown, refused, repeated}) {
            assertThat(events("request=" + answer.header("Quarry-Request-Id"))).isEmpty();
        }
    }

    @Test
    void anOperationOutOfSightIsADenialAndDoesNotExist() {
        var name = freshName();
        var accepted = admin.put(path("demo", name), SPEC).expect(202);
        Namespaces.awaitEnd(admin, accepted);
        var stranger = Api.as("other-developer");
        var hidden = stranger.get(accepted.header("Location")).expectProblem(404, "not-found");
        assertThat(hidden.json().path("detail").asText()).doesNotContain("tenant");
        assertThat(events("outcome=denied&tenant=demo&actor=user:other-developer"))
                .extracting(event -> event.path("action").asText())
                .contains("GET /api/v1/operations/{id}");
        Namespaces.purge(admin, "demo", name);
    }

    private JsonNode events(String filter) {
        return admin.get("/api/v1/audit-events?" + filter).expect(200).json().path("items");
    }
}
