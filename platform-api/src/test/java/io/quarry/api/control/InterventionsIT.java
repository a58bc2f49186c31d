package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.SPEC;
import static io.quarry.api.kit.Namespaces.freshName;
import static io.quarry.api.kit.Namespaces.path;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.kit.Answer;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.Awaiting;
import io.quarry.api.kit.DeafInstance;
import io.quarry.api.kit.Namespaces;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Operations that are held up by an instance that applies no route, and what people do to them. */
class InterventionsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Api developer = Api.as("demo-developer");
    private final Api viewer = Api.as("demo-viewer");
    private final Api stranger = Api.as("other-developer");
    private final Api operator = Api.as("platform-operator");

    private static JsonNode until(Api api, String operation, String state) {
        return Awaiting.seen(
                PATIENCE,
                operation + " is " + state,
                () -> api.get(operation).expect(200).json(),
                seen -> seen.get("state").asText().equals(state));
    }

    @Test
    void aProvisioningIsCancelledAndItsNameIsFree() throws Exception {
        var name = freshName();
        String operation;
        try (var deaf = new DeafInstance()) {
            operation = developer.put(path("demo", name), SPEC).expect(202).header("Location");
            var waits = until(developer, operation, "WAITING");
            assertThat(waits.get("waiting_reason").asText()).contains(deaf.id());
            assertThat(waits.get("cancellable").asBoolean()).isTrue();

            refusedForThoseWhoMayNot(operation);
            var plan = developer.send("POST", operation + ":cancel?dry_run=true", null);
            assertThat(plan.expect(200).json().get("action").asText()).isEqualTo("cancel");
            assertThat(plan.json().get("summary").asText()).contains(name);
            assertThat(developer.get(operation).json().get("state").asText())
                    .isNotEqualTo("CANCELLING");

            var key = UUID.randomUUID().toString();
            var accepted = post(developer, operation + ":cancel", "Idempotency-Key", key);
            assertThat(accepted.expect(202).json().get("state").asText()).isEqualTo("CANCELLING");
            assertThat(accepted.json().get("cancellable").asBoolean()).isFalse();
            assertThat(accepted.header("Location")).isEqualTo(operation);
            var again = post(developer, operation + ":cancel", "Idempotency-Key", key);
            assertThat(again.expect(202).json()).isEqualTo(accepted.json());
            post(developer, operation + ":cancel?dry_run=false", "Idempotency-Key", key)
                    .expectProblem(422, "idempotency-key-reused");
            post(developer, operation + ":cancel").expect(202);
            var nothing = post(developer, operation + ":cancel?dry_run=true").expect(200).json();
            assertThat(nothing.get("action").asText()).isEqualTo("none");
            post(developer, operation + ":retry").expect(202);
        }
        var ended = until(developer, operation, "CANCELLED");
        assertThat(ended.get("steps"))
                .allSatisfy(
                        step -> assertThat(step.get("state").asText()).isIn("UNDONE", "SKIPPED"));
        developer.get(path("demo", name)).expectProblem(404, "not-found");
        for (var what : new String[] {"cancel", "retry"}) {
            var refused = post(developer, operation + ":" + what);
            assertThat(refused.expectProblem(409, "operation-ended").json().get("operation_id"))
                    .isEqualTo(ended.get("id"));
        }
        var audit =
                "/api/v1/audit-events?tenant=demo&action=operation.cancel&resource=demo/" + name;
        var events = Api.as("demo-admin").get(audit).expect(200).json().get("items");
        assertThat(events).hasSize(1);
        assertThat(events.at("/0/actor").asText()).isEqualTo("user:demo-developer");

        Namespaces.create(developer, "demo", name, SPEC);
        Namespaces.purge(developer, "demo", name);
    }

    private void refusedForThoseWhoMayNot(String operation) {
        for (var what : new String[] {"cancel", "retry", "approve"}) {
            post(stranger, operation + ":" + what).expectProblem(404, "not-found");
            var forbidden = post(viewer, operation + ":" + what).expectProblem(403, "forbidden");
            assertThat(forbidden.json().get("required_role").asText())
                    .isEqualTo(what.equals("approve") ? "tenant-admin" : "tenant-developer");
        }
        post(developer, operation + ":approve").expectProblem(403, "forbidden");
        post(operator, operation + ":approve").expectProblem(409, "operation-not-waiting");
        post(operator, operation + ":retry?dry_run=true").expect(200);
        var absent = "/api/v1/operations/" + UUID.randomUUID();
        post(developer, absent + ":cancel").expectProblem(404, "not-found");
        assertThat(post(developer, operation + ":dance").status()).isIn(404, 405);
    }

    private static Answer post(Api api, String path, String... headers) {
        return api.send("POST", path, null, headers);
    }

    @Test
    void aChangeAndARetirementAreTakenBack() throws Exception {
        var name = freshName();
        var before = Namespaces.create(developer, "demo", name, SPEC);
        String change;
        String retirement;
        try (var _ = new DeafInstance()) {
            change =
                    developer
                            .put(
                                    path("demo", name),
                                    SPEC.replace("made", "changed"),
                                    "If-Match",
                                    "\"1\"")
                            .expect(202)
                            .header("Location");
            until(developer, change, "WAITING");
            post(developer, change + ":cancel").expect(202);
        }
        until(developer, change, "CANCELLED");
        var after = developer.get(path("demo", name)).expect(200).json();
        assertThat(after.get("spec")).isEqualTo(before.get("spec"));
        assertThat(after.at("/status/state").asText()).isEqualTo("ACTIVE");
        assertThat(after.get("revision").asInt()).isEqualTo(3);
        try (var _ = new DeafInstance()) {
            retirement = developer.delete(path("demo", name)).expect(202).header("Location");
            until(developer, retirement, "WAITING");
            post(operator, retirement + ":cancel").expect(202);
        }
        until(developer, retirement, "CANCELLED");
        var kept = developer.get(path("demo", name)).expect(200).json();
        assertThat(kept.at("/status/state").asText()).isEqualTo("ACTIVE");
        developer
                .get("/data/v1/kv/demo/" + name + "/records/r/items/k")
                .expectProblem(404, "item-not-found");
        Namespaces.purge(developer, "demo", name);
    }

    @Test
    void whoComesBackToTheEventsIsToldNothingTwice() {
        var name = freshName();
        var accepted = developer.put(path("demo", name), SPEC).expect(202);
        var events = accepted.header("Location") + "/events";
        var first = developer.get(events).expect(200).text();
        var ids = Pattern.compile("(?m)^id:(.+)$").matcher(first);
        var last = "";
        var count = 0;
        while (ids.find()) {
            assertThat(ids.group(1).strip()).isNotEqualTo(last);
            last = ids.group(1).strip();
            count++;
        }
        assertThat(count).isPositive();
        var again = developer.get(events, "Last-Event-ID", last);
        assertThat(again.status()).isIn(200, 204);
        assertThat(again.text()).doesNotContain("event:operation");
        var resumed = developer.get(events, "Last-Event-ID", "seen-elsewhere").expect(200).text();
        assertThat(resumed).containsOnlyOnce("event:operation").contains(last, "SUCCEEDED");
        Namespaces.purge(developer, "demo", name);
    }
}
