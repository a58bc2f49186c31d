package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.SPEC;
import static io.quarry.api.kit.Namespaces.freshName;
import static io.quarry.api.kit.Namespaces.path;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.kit.Answer;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.Awaiting;
import io.quarry.api.kit.ContractRoute;
import io.quarry.api.kit.DeafInstance;
import io.quarry.api.kit.Namespaces;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
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
    private static final String ACCOUNTS = "/api/v1/tenants/demo/service-accounts";
    private static final String DEAR =
            "{\"abstraction\": \"key-value\", \"workload\": {\"reads_per_second\": 20000,"
                    + " \"writes_per_second\": 20000}}";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String DESCRIPTION = "{\"description\": \"made by a test\"}";
    private static final String ROLE = "{\"role\": \"tenant-viewer\"}";

    private final Api admin = Api.as("platform-admin");

    /**
     * A change that was asked for and answered.
     *
     * @param resource what it was done to
     * @param answer of the request that made the change
     * @param before whether there was something, and after whether there is
     */
    private record Made(String resource, Answer answer, boolean before, boolean after) {}

    private interface Try {
        Made change();
    }

    private Map<String, Try> tries() {
        return Map.ofEntries(
                entry("putTenant tenant.create", this::aNewTenant),
                entry("putTenant tenant.change", this::aTenant),
                entry("patchTenant tenant.change", this::aPatchedTenant),
                entry("deleteTenant tenant.delete", this::noTenant),
                entry("putMember grant.put", () -> aGrantee(MEMBERS, "demo")),
                entry("deleteMember grant.remove", () -> noGrantee(MEMBERS, "demo")),
                entry("putPlatformMember grant.put", this::anOperator),
                entry("putNamespace namespace.create", this::aNewNamespace),
                entry("putNamespace namespace.change", this::aNamespace),
                entry("patchNamespace namespace.change", this::aPatchedNamespace),
                entry("cloneNamespace namespace.clone", this::aClone),
                entry("putNamespaceGrant grant.put", () -> onANamespace(this::aGrantee)),
                entry("deleteNamespaceGrant grant.remove", () -> onANamespace(this::noGrantee)),
                entry("deleteNamespace namespace.retire", this::noNamespace),
                entry("restoreNamespace namespace.restore", this::aRestoredNamespace),
                entry("cancelOperation operation.cancel", () -> whileItWaits("cancel")),
                entry("retryOperation operation.retry", () -> whileItWaits("retry")),
                entry("approveOperation operation.approve", this::anApproval),
                entry("createServiceAccount service-account.create", this::anAccount),
                entry("rotateServiceAccount service-account.rotate", this::aRotation),
                entry("deleteServiceAccount service-account.delete", this::noAccount));
    }

    private Made aNewTenant() {
        var name = freshName();
        var created = admin.put("/api/v1/tenants/" + name, DESCRIPTION).expect(201);
        return new Made(name, created, false, true);
    }

    private Made aTenant() {
        var name = aNewTenant().resource();
        var changed = admin.put("/api/v1/tenants/" + name, "{\"description\": \"\"}").expect(200);
        return new Made(name, changed, true, true);
    }

    private Made aPatchedTenant() {
        var name = aNewTenant().resource();
        var changed =
                admin.send("PATCH", "/api/v1/tenants/" + name, bytes("{\"description\": null}"));
        return new Made(name, changed.expect(200), true, true);
    }

    private Made noTenant() {
        var name = aNewTenant().resource();
        return new Made(name, admin.delete("/api/v1/tenants/" + name).expect(204), true, false);
    }

    private Made aGrantee(String grants, String where) {
        var grantee = grants + freshName();
        admin.put(grantee, roles(grants).get(0)).expect(201);
        var changed = admin.put(grantee, roles(grants).get(1)).expect(200);
        admin.delete(grantee).expect(204);
        return new Made(resource(grantee, where), changed, true, true);
    }

    private Made noGrantee(String grants, String where) {
        var grantee = grants + freshName();
        admin.put(grantee, roles(grants).get(0)).expect(201);
        return new Made(resource(grantee, where), admin.delete(grantee).expect(204), true, false);
    }

    private static List<String> roles(String grants) {
        return (grants.equals(MEMBERS)
                        ? Stream.of("tenant-viewer", "tenant-admin")
                        : Stream.of("data-reader", "data-writer"))
                .map(role -> "{\"role\": \"" + role + "\"}")
                .toList();
    }

    private static String resource(String grantee, String where) {
        return grantee.substring(grantee.lastIndexOf('/') + 1) + " on " + where;
    }

    private Made onANamespace(BiFunction<String, String, Made> change) {
        var name = freshName();
        Namespaces.create(admin, "demo", name, SPEC);
        var made = change.apply(path("demo", name) + "/grants/user:", "demo/" + name);
        Namespaces.purge(admin, "demo", name);
        return made;
    }

    private Made anOperator() {
        var name = freshName();
        var granted =
                admin.put(
                                "/api/v1/platform/members/user:" + name,
                                "{\"role\": \"platform-operator\"}")
                        .expect(201);
        return new Made("user:" + name + " on platform", granted, false, true);
    }

    private Made aNewNamespace() {
        var name = freshName();
        var accepted = admin.put(path("demo", name), SPEC).expect(202);
        Namespaces.awaitEnd(admin, accepted);
        Namespaces.purge(admin, "demo", name);
        return new Made("demo/" + name, accepted, false, true);
    }

    private Made aNamespace() {
        var name = freshName();
        Namespaces.create(admin, "demo", name, SPEC);
        var other = SPEC.replace("made", "changed");
        var accepted = admin.put(path("demo", name), other, "If-Match", "\"1\"").expect(202);
        Namespaces.awaitEnd(admin, accepted);
        Namespaces.purge(admin, "demo", name);
        return new Made("demo/" + name, accepted, true, true);
    }

    private Made aPatchedNamespace() {
        var name = freshName();
        Namespaces.create(admin, "demo", name, SPEC);
        var accepted =
                admin.send(
                                "PATCH",
                                path("demo", name),
                                bytes("{\"description\": \"patched\"}"),
                                "If-Match",
                                "\"1\"")
                        .expect(202);
        Namespaces.awaitEnd(admin, accepted);
        Namespaces.purge(admin, "demo", name);
        return new Made("demo/" + name, accepted, true, true);
    }

    private Made aClone() {
        var name = freshName();
        var clone = freshName();
        Namespaces.create(admin, "demo", name, SPEC);
        var accepted =
                admin.send(
                                "POST",
                                path("demo", name) + ":clone",
                                bytes("{\"name\": \"" + clone + "\"}"))
                        .expect(202);
        Namespaces.awaitEnd(admin, accepted);
        Namespaces.purge(admin, "demo", name);
        Namespaces.purge(admin, "demo", clone);
        return new Made("demo/" + clone, accepted, false, true);
    }

    private Made aRestoredNamespace() {
        var name = freshName();
        Namespaces.create(admin, "demo", name, SPEC);
        var retired = admin.delete(path("demo", name) + "?retention=PT15M").expect(202);
        Namespaces.awaitEnd(admin, retired);
        var uid = retired.json().at("/target/uid").asText();
        var accepted =
                admin.send(
                                "POST",
                                "/api/v1/tenants/demo/retired-namespaces/" + uid + ":restore",
                                null)
                        .expect(202);
        Namespaces.awaitEnd(admin, accepted);
        Namespaces.purge(admin, "demo", name);
        return new Made("demo/" + name, accepted, false, true);
    }

    private Made whileItWaits(String what) {
        var name = freshName();
        Answer made;
        String operation;
        try (var _ = new DeafInstance()) {
            operation = admin.put(path("demo", name), SPEC).expect(202).header("Location");
            until(operation, "WAITING");
            made = admin.send("POST", operation + ":" + what, null).expect(202);
        }
        if (what.equals("cancel")) {
            until(operation, "CANCELLED");
        } else {
            until(operation, "SUCCEEDED");
            Namespaces.purge(admin, "demo", name);
        }
        return new Made("demo/" + name, made, false, false);
    }

    private void until(String operation, String state) {
        var _ =
                Awaiting.within(
                        LONG, operation + " is " + state, () -> state(operation).equals(state));
    }

    private String state(String operation) {
        return admin.get(operation).expect(200).json().path("state").asText();
    }

    /** What costs so much waits for somebody who may approve it. */
    private Made anApproval() {
        var name = freshName();
        var waits = Api.as("demo-developer").put(path("demo", name), DEAR).expect(202);
        assertThat(waits.json().path("state").asText()).isEqualTo("NEEDS_APPROVAL");
        var approve = waits.header("Location") + ":approve";
        var approved = admin.send("POST", approve, null).expect(202);
        Namespaces.awaitEnd(admin, waits);
        Namespaces.purge(admin, "demo", name);
        return new Made("demo/" + name, approved, false, false);
    }

    private Answer account() {
        var body = "{\"name\": \"%s\", \"role\": \"tenant-viewer\"}".formatted(freshName());
        return admin.post(ACCOUNTS, body).expect(201);
    }

    private static String id(Answer account) {
        return account.json().at("/account/id").asText();
    }

    private Made anAccount() {
        var made = account();
        admin.delete(ACCOUNTS + "/" + id(made)).expect(204);
        return new Made(id(made), made, false, true);
    }

    private Made aRotation() {
        var id = id(account());
        var rotated = admin.send("POST", ACCOUNTS + "/" + id + ":rotate", null).expect(200);
        admin.delete(ACCOUNTS + "/" + id).expect(204);
        return new Made(id, rotated, true, true);
    }

    private Made noAccount() {
        var id = id(account());
        return new Made(id, admin.delete(ACCOUNTS + "/" + id).expect(204), true, false);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(UTF_8);
    }

    private Made noNamespace() {
        var name = freshName();
        Namespaces.create(admin, "demo", name, SPEC);
        var accepted = admin.delete(path("demo", name) + "?retention=PT0S").expect(202);
        Namespaces.awaitEnd(admin, accepted);
        return new Made("demo/" + name, accepted, true, false);
    }

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
        var attempt = tries().get(route.operationId() + " " + action);
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
        var operation = noNamespace().answer().json().path("id").asText();
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
