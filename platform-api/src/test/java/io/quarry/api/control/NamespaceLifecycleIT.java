package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.SPEC;
import static io.quarry.api.kit.Namespaces.awaitEnd;
import static io.quarry.api.kit.Namespaces.freshName;
import static io.quarry.api.kit.Namespaces.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.kit.Api;
import io.quarry.api.kit.Namespaces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NamespaceLifecycleIT {
    private final Api developer = Api.as("demo-developer");

    @Test
    void aNamespaceIsAskedForServedChangedAndPurged() {
        var name = freshName();
        var accepted = developer.put(path("demo", name), SPEC).expect(202);
        var operation = accepted.json();
        assertThat(accepted.header("Location"))
                .isEqualTo("/api/v1/operations/" + operation.get("id").asText());
        assertThat(operation.get("type").asText()).isEqualTo("ProvisionNamespace");
        assertThat(operation.at("/target/name").asText()).isEqualTo(name);
        assertThat(operation.get("requested_by").asText()).isEqualTo("user:demo-developer");
        developer.get(path("demo", name)).expect(200);

        var ended = awaitEnd(developer, accepted);
        assertThat(ended.get("steps"))
                .isNotEmpty()
                .allSatisfy(
                        step -> {
                            assertThat(step.get("state").asText()).isIn("DONE", "SKIPPED");
                            assertThat(step.get("plan").asText()).isNotBlank();
                        });

        var active = developer.get(path("demo", name)).expect(200);
        assertThat(active.header("ETag"))
                .isEqualTo("\"" + active.json().get("revision").asLong() + "\"");
        assertThat(active.json().at("/status/state").asText()).isEqualTo("ACTIVE");
        assertThat(active.json().at("/status/endpoint").asText())
                .isEqualTo("/data/v1/kv/demo/" + name);
        assertThat(active.json().get("permissions"))
                .extracting(permission -> permission.asText())
                .containsExactly("read", "write", "change", "delete");

        var changed = SPEC.replace("made by a test", "changed");
        developer.put(path("demo", name), changed).expectProblem(428, "precondition-required");
        developer
                .put(path("demo", name), changed, "If-Match", "\"99\"")
                .expectProblem(412, "precondition-failed");
        awaitEnd(
                developer,
                developer
                        .put(path("demo", name), changed, "If-Match", active.header("ETag"))
                        .expect(202));
        developer
                .put(path("demo", name), SPEC, "If-Match", active.header("ETag"))
                .expectProblem(412, "precondition-failed");

        Namespaces.purge(developer, "demo", name);
        developer.get(path("demo", name)).expectProblem(404, "not-found");
    }

    @Test
    void theSameWishAgainIsNoChange() {
        var name = freshName();
        Namespaces.create(developer, "demo", name, SPEC);
        var again = developer.put(path("demo", name), SPEC).expect(200).json();
        assertThat(again.get("name").asText()).isEqualTo(name);
        developer
                .put(path("demo", name), SPEC, "If-None-Match", "*")
                .expectProblem(409, "name-taken");
        var refusal =
                developer
                        .put(path("demo", name) + "?dry_run=true", SPEC, "If-None-Match", "*")
                        .expect(200)
                        .json()
                        .at("/refusals/0");
        assertThat(refusal.get("code").asText()).isEqualTo("name-taken");
        Namespaces.purge(developer, "demo", name);
    }

    @Test
    void whatCannotChangeIsRefusedWithTheFieldNamed() {
        var name = freshName();
        var namespace = Namespaces.create(developer, "demo", name, SPEC);
        var conditional = "{\"abstraction\": \"key-value\", \"writes\": \"conditional\"}";
        var tag = "\"" + namespace.get("revision").asLong() + "\"";
        developer
                .put(path("demo", name), conditional, "If-Match", tag)
                .expectViolation(422, "immutable-field", "writes");
        Namespaces.purge(developer, "demo", name);
    }

    @Test
    void aProtectedNamespaceIsNotDeleted() {
        var name = freshName();
        var spec = "{\"abstraction\": \"key-value\", \"deletion_protection\": true}";
        var namespace = Namespaces.create(developer, "demo", name, spec);
        developer.delete(path("demo", name)).expectProblem(409, "deletion-protected");
        var tag = "\"" + namespace.get("revision").asLong() + "\"";
        awaitEnd(
                developer,
                developer
                        .put(path("demo", name), spec.replace("true", "false"), "If-Match", tag)
                        .expect(202));
        Namespaces.purge(developer, "demo", name);
    }

    @Test
    void aDryRunShowsThePlanAndChangesNothing() {
        var name = freshName();
        var plan = developer.put(path("demo", name) + "?dry_run=true", SPEC).expect(200).json();
        assertThat(plan.get("action").asText()).isEqualTo("create");
        assertThat(plan.get("steps")).isNotEmpty();
        assertThat(plan.at("/placements/0/role").asText()).isEqualTo("PRIMARY");
        developer.get(path("demo", name)).expectProblem(404, "not-found");
        assertThat(
                        developer
                                .get("/api/v1/operations?tenant=demo&namespace=" + name)
                                .expect(200)
                                .json()
                                .get("items"))
                .isEmpty();

        Namespaces.create(developer, "demo", name, SPEC);
        var retire =
                developer
                        .delete(path("demo", name) + "?dry_run=true&retention=PT0S")
                        .expect(200)
                        .json();
        assertThat(retire.get("action").asText()).isEqualTo("retire");
        assertThat(
                        developer
                                .get(path("demo", name))
                                .expect(200)
                                .json()
                                .at("/status/state")
                                .asText())
                .isEqualTo("ACTIVE");
        Namespaces.purge(developer, "demo", name);
    }

    @Test
    void anIdempotencyKeyGivesTheSameAnswerAndRefusesAnotherBody() {
        var name = freshName();
        var key = UUID.randomUUID().toString();
        var first =
                developer.put(path("demo", name), SPEC, "Idempotency-Key", key).expect(202).json();
        var second =
                developer.put(path("demo", name), SPEC, "Idempotency-Key", key).expect(202).json();
        assertThat(second.get("id")).isEqualTo(first.get("id"));
        var other = SPEC.replace("made by a test", "another");
        developer
                .put(path("demo", name), other, "Idempotency-Key", key)
                .expectProblem(422, "idempotency-key-reused");
        developer.get("/api/v1/operations/" + first.get("id").asText() + "?wait=60s").expect(200);
        Namespaces.purge(developer, "demo", name);
    }

    @Test
    void itTakesThisLongToServe() {
        var times = new ArrayList<Duration>();
        for (var i = 0; i < 5; i++) {
            var name = freshName();
            var begin = System.nanoTime();
            Namespaces.create(developer, "demo", name, SPEC);
            times.add(Duration.ofNanos(System.nanoTime() - begin));
            Namespaces.purge(developer, "demo", name);
        }
        times.sort(null);
        System.out.println("PUT to ACTIVE: p50 " + times.get(2).toMillis() + " ms of " + times);
    }
}
