package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.SPEC;
import static io.quarry.api.kit.Namespaces.awaitEnd;
import static io.quarry.api.kit.Namespaces.freshName;
import static io.quarry.api.kit.Namespaces.path;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.kit.Answer;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.Namespaces;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Patches, revisions, clones and protection, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamespaceChangesIT {
    private final Api developer = Api.as("demo-developer");
    private final String name = freshName();
    private final String url = path("demo", name);

    @BeforeAll
    void make() {
        Namespaces.create(developer, "demo", name, SPEC);
    }

    @AfterAll
    void drop() {
        Namespaces.purge(developer, "demo", name);
    }

    private Answer patch(String body, String... headers) {
        return developer.send("PATCH", url, body.getBytes(UTF_8), headers);
    }

    private String etag() {
        return developer.get(url).expect(200).header("ETag");
    }

    private void change(String body, String type) {
        awaitEnd(developer, patch(body, "Content-Type", type, "If-Match", etag()).expect(202));
    }

    @Test
    void aPatchIsMergedIntoTheSpecAndItsRevisionsStay() {
        var before = developer.get(url).expect(200).json();
        change("{\"ttl\": \"P2D\"}", "application/merge-patch+json");
        change("{\"ttl\": \"P3D\", \"description\": null}", "application/json");
        var after = developer.get(url).expect(200).json();
        assertThat(after.at("/spec/ttl").asText()).isEqualTo("P3D");
        assertThat(after.at("/spec/description").asText()).isEmpty();
        patch("{\"ttl\": \"P3D\"}").expect(200);
        var plan =
                developer
                        .send("PATCH", url + "?dry_run=true", "{\"ttl\": null}".getBytes(UTF_8))
                        .expect(200)
                        .json();
        assertThat(plan.get("action").asText()).isEqualTo("change");
        assertThat(plan.at("/refusals/0/code").asText()).isEqualTo("precondition-required");

        var revisions = url + "/revisions";
        var first = developer.get(revisions + "?limit=2").expect(200).json();
        assertThat(first.at("/items/0/revision").asLong())
                .isEqualTo(after.get("revision").asLong());
        assertThat(first.at("/items/0/changed_by").asText()).isEqualTo("user:demo-developer");
        var rest =
                developer
                        .get(
                                revisions
                                        + "?limit=2&page_token="
                                        + first.get("next_page_token").asText())
                        .expect(200)
                        .json();
        assertThat(rest.get("items")).isNotEmpty();
        var was =
                developer.get(revisions + "/" + before.get("revision").asLong()).expect(200).json();
        assertThat(was.get("spec")).isEqualTo(before.get("spec"));
        developer.get(revisions + "/999").expectProblem(404, "not-found");
        developer.get(revisions + "/last").expectViolation(400, "invalid-request", "revision");

        awaitEnd(
                developer,
                developer.put(url, was.get("spec").toString(), "If-Match", etag()).expect(202));
        assertThat(developer.get(url).json().get("spec")).isEqualTo(before.get("spec"));
    }

    @Test
    void aPatchIsRefusedAsAPutIs() {
        patch("{\"ttl\": \"P9D\"}").expectProblem(428, "precondition-required");
        patch("{\"ttl\": \"P9D\"}", "If-Match", "\"999\"")
                .expectProblem(412, "precondition-failed");
        patch("{\"writes\": \"conditional\", \"cache\": \"off\"}", "If-Match", etag())
                .expectViolation(422, "immutable-field", "writes")
                .expectViolation(422, "immutable-field", "cache");
        patch("{\"ttl\": \"soon\", \"colour\": 1}", "If-Match", etag())
                .expectViolation(400, "invalid-request", "ttl")
                .expectViolation(400, "invalid-request", "colour");
        patch("{}", "Content-Type", "application/json-patch+json")
                .expectProblem(415, "unsupported-media-type");
        Api.as("demo-viewer")
                .send("PATCH", url, "{}".getBytes(UTF_8))
                .expectProblem(403, "forbidden");
        developer
                .send("PATCH", path("demo", freshName()), "{}".getBytes(UTF_8))
                .expectProblem(404, "not-found");
    }

    @Test
    void aProtectedOneIsDeletedOnlyOnceThePatchTookItsProtectionOff() {
        var kept = freshName();
        Namespaces.create(
                developer, "demo", kept, SPEC.replace("}", ", \"deletion_protection\": true}"));
        var refused = developer.delete(path("demo", kept)).expectProblem(409, "deletion-protected");
        assertThat(refused.json().get("detail").asText()).contains("deletion_protection");
        awaitEnd(
                developer,
                developer
                        .send(
                                "PATCH",
                                path("demo", kept),
                                "{\"deletion_protection\": false}".getBytes(UTF_8),
                                "If-Match",
                                "\"1\"")
                        .expect(202));
        Namespaces.purge(developer, "demo", kept);
    }

    @Test
    void aCloneHasTheSpecAndNoneOfTheData() {
        var copy = freshName();
        var item = "/data/v1/kv/demo/%s/records/r/items/k";
        developer.put(item.formatted(name), "x", "Content-Type", "text/plain").expect(204);
        var body = "{\"name\": \"" + copy + "\"}";
        var plan = developer.post(url + ":clone?dry_run=true", body).expect(200).json();
        assertThat(plan.get("warnings").toString()).contains("is not copied");
        var accepted = developer.post(url + ":clone", body).expect(202);
        assertThat(accepted.json().at("/plan/summary").asText()).contains("without its data");
        developer.post(url + ":clone", body).expectProblem(409, "name-taken");
        awaitEnd(developer, accepted);
        assertThat(developer.get(path("demo", copy)).expect(200).json().get("spec"))
                .isEqualTo(developer.get(url).json().get("spec"));
        developer.get(item.formatted(copy)).expectProblem(404, "item-not-found");
        developer.post(url + ":clone", "{}").expectViolation(400, "invalid-request", "name");
        developer
                .post(url + ":clone", "{\"name\": \"No Name\"}")
                .expectViolation(400, "invalid-name", "name");
        developer
                .post(path("demo", freshName()) + ":clone", "{\"name\": \"" + freshName() + "\"}")
                .expectProblem(404, "not-found");
        Api.as("demo-viewer").post(url + ":clone", body).expectProblem(403, "forbidden");
        Namespaces.purge(developer, "demo", copy);
    }

    @Test
    void aTenantIsPatchedAndDeletedOnceItIsEmpty() {
        var platform = Api.as("platform-admin");
        var tenant = freshName();
        var home = "/api/v1/tenants/" + tenant;
        platform.put(home, "{\"description\": \"for a test\"}").expect(201);
        platform.put(home + "/members/user:demo-developer", "{\"role\": \"tenant-admin\"}")
                .expect(201);
        var patched =
                developer
                        .send(
                                "PATCH",
                                home,
                                "{\"description\": \"patched\"}".getBytes(UTF_8),
                                "Content-Type",
                                "application/merge-patch+json")
                        .expect(200);
        assertThat(patched.json().get("description").asText()).isEqualTo("patched");
        Namespaces.create(developer, tenant, name, SPEC);
        var refused = platform.delete(home).expectProblem(409, "tenant-not-empty").json();
        assertThat(refused.get("detail").asText()).contains(name);
        assertThat(refused.get("used").asInt()).isOne();
        Namespaces.purge(developer, tenant, name);
        var missing = developer.delete(home).expectProblem(403, "forbidden").json();
        assertThat(missing.get("required_role").asText()).isEqualTo("platform-admin");
        assertThat(missing.get("detail").asText()).contains("on the platform");
        platform.delete(home + "?dry_run=true").expect(200);
        platform.delete(home).expect(204);
        platform.get(home).expectProblem(404, "not-found");
        developer.get(home).expectProblem(404, "not-found");
        assertThat(developer.get("/api/v1/me").expect(200).text()).doesNotContain(tenant);
        platform.delete(home).expectProblem(404, "not-found");
    }
}
