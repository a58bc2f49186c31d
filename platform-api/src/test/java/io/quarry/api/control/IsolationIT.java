package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.SPEC;
import static io.quarry.api.kit.Namespaces.freshName;
import static io.quarry.api.kit.Namespaces.path;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.kit.Api;
import io.quarry.api.kit.Namespaces;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IsolationIT {
    private final String name = freshName();
    private final Api developer = Api.as("demo-developer");
    private final Api viewer = Api.as("demo-viewer");
    private final Api stranger = Api.as("other-developer");
    private String operation = "";

    @BeforeAll
    void createNamespace() {
        var accepted = developer.put(path("demo", name), SPEC).expect(202);
        operation = accepted.header("Location");
        Namespaces.awaitEnd(developer, accepted);
    }

    @AfterAll
    void purge() {
        Namespaces.purge(developer, "demo", name);
    }

    @Test
    void forAnotherTenantNothingOfThisOneExists() {
        stranger.get("/api/v1/tenants/demo").expectProblem(404, "not-found");
        stranger.get("/api/v1/tenants/demo/quota").expectProblem(404, "not-found");
        stranger.get("/api/v1/tenants/demo/usage").expectProblem(404, "not-found");
        stranger.put("/api/v1/tenants/demo/quota", "{}").expectProblem(404, "not-found");
        stranger.get("/api/v1/tenants/demo/namespaces").expectProblem(404, "not-found");
        stranger.get(path("demo", name)).expectProblem(404, "not-found");
        stranger.put(path("demo", name), SPEC).expectProblem(404, "not-found");
        stranger.put(path("demo", name) + "?dry_run=true", SPEC).expectProblem(404, "not-found");
        stranger.delete(path("demo", name)).expectProblem(404, "not-found");
        stranger.get("/api/v1/tenants/demo/members").expectProblem(404, "not-found");
        stranger.get("/api/v1/tenants/demo/members/user:demo-admin")
                .expectProblem(404, "not-found");
        stranger.put(
                        "/api/v1/tenants/demo/members/user:other-developer",
                        "{\"role\": \"tenant-admin\"}")
                .expectProblem(404, "not-found");
        stranger.delete("/api/v1/tenants/demo/members/user:demo-admin")
                .expectProblem(404, "not-found");
        stranger.send("PATCH", path("demo", name), "{}".getBytes(UTF_8))
                .expectProblem(404, "not-found");
        stranger.post(path("demo", name) + ":clone", "{\"name\": \"mine\"}")
                .expectProblem(404, "not-found");
        stranger.send("POST", path("demo", name) + ":credentials", null)
                .expectProblem(404, "not-found");
        for (var below :
                List.of(
                        "/revisions",
                        "/revisions/1",
                        "/grants",
                        "/grants/user:demo-admin",
                        "/connection")) {
            stranger.get(path("demo", name) + below).expectProblem(404, "not-found");
        }
        stranger.put(
                        path("demo", name) + "/grants/user:other-developer",
                        "{\"role\": \"data-reader\"}")
                .expectProblem(404, "not-found");
        stranger.delete(path("demo", name) + "/grants/user:demo-admin")
                .expectProblem(404, "not-found");
        stranger.get("/api/v1/tenants/demo/retired-namespaces").expectProblem(404, "not-found");
        stranger.post("/api/v1/tenants/demo/retired-namespaces/a2345678901234567890:restore", "")
                .expectProblem(404, "not-found");
        stranger.send("PATCH", "/api/v1/tenants/demo", "{}".getBytes(UTF_8))
                .expectProblem(404, "not-found");
        stranger.delete("/api/v1/tenants/demo").expectProblem(404, "not-found");
        stranger.get(operation).expectProblem(404, "not-found");
        stranger.get(operation + "/events").expectProblem(404, "not-found");
        for (var what : List.of(":cancel", ":retry", ":approve")) {
            stranger.send("POST", operation + what, null).expectProblem(404, "not-found");
        }
        stranger.get("/api/v1/operations?tenant=demo").expectProblem(404, "not-found");
        stranger.send(
                        "POST",
                        "/api/v1/capacity-plans",
                        "{\"tenant\": \"demo\", \"spec\": %s}".formatted(SPEC).getBytes(UTF_8))
                .expectProblem(404, "not-found");
        assertThat(stranger.get("/api/v1/operations?limit=500").expect(200).text())
                .doesNotContain(name);
        assertThat(stranger.get("/api/v1/tenants").expect(200).json().get("items"))
                .extracting(tenant -> tenant.get("name").asText())
                .containsExactly("other");
    }

    @Test
    void aTenantOutOfSightLooksLikeOneThatIsNot() {
        var hidden = stranger.get("/api/v1/tenants/demo").json();
        var absent = stranger.get("/api/v1/tenants/no-such-tenant").json();
        assertThat(hidden).isEqualTo(absent);
    }

    @Test
    void aViewerSeesAndIsToldWhichRoleIsMissing() {
        var seen = viewer.get(path("demo", name)).expect(200).json();
        assertThat(seen.get("permissions"))
                .extracting(permission -> permission.asText())
                .containsExactly("read");
        var refused =
                viewer.put(path("demo", freshName()), SPEC).expectProblem(403, "forbidden").json();
        assertThat(refused.get("required_role").asText()).isEqualTo("tenant-developer");
        assertThat(refused.get("detail").asText()).contains("tenant-developer");
        viewer.delete(path("demo", name)).expectProblem(403, "forbidden");
        viewer.put("/api/v1/tenants/demo/members/user:demo-viewer", "{\"role\": \"tenant-admin\"}")
                .expectProblem(403, "forbidden");
    }

    @Test
    void theFleetIsForOperators() {
        assertThat(
                        developer
                                .get("/api/v1/shards")
                                .expectProblem(403, "forbidden")
                                .json()
                                .get("required_role")
                                .asText())
                .isEqualTo("platform-operator");
        developer.get("/api/v1/instances").expectProblem(403, "forbidden");
        developer.get("/api/v1/platform/members").expectProblem(403, "forbidden");
        developer
                .delete("/api/v1/platform/members/user:platform-admin")
                .expectProblem(403, "forbidden");
        developer
                .post("/api/v1/tenants", "{\"name\": \"one-more\"}")
                .expectProblem(403, "forbidden");
        developer
                .put(
                        "/api/v1/platform/members/user:demo-developer",
                        "{\"role\": \"platform-admin\"}")
                .expectProblem(403, "forbidden");
        developer
                .put("/api/v1/tenants/one-more", "{\"description\": \"\"}")
                .expectProblem(403, "forbidden");
        var operator = Api.as("platform-operator");
        assertThat(operator.get("/api/v1/shards").expect(200).json().get("items")).isNotEmpty();
        assertThat(
                        operator.get("/api/v1/shards/cassandra-1")
                                .expect(200)
                                .json()
                                .get("engine")
                                .asText())
                .isEqualTo("CASSANDRA");
        assertThat(operator.get("/api/v1/instances").expect(200).json().get("items")).isNotEmpty();
        operator.get(path("demo", name)).expect(200);
        operator.delete(path("demo", name)).expectProblem(403, "forbidden");
    }

    @Test
    void whoeverIsWhoeverTheySay() {
        var me = developer.get("/api/v1/me").expect(200).json();
        assertThat(me.get("principal").asText()).isEqualTo("user:demo-developer");
        assertThat(me.get("name").asText()).isEqualTo("demo-developer");
        assertThat(me.at("/grants/0/role").asText()).isEqualTo("tenant-developer");
        assertThat(me.at("/grants/0/scope/tenant").asText()).isEqualTo("demo");
        assertThat(me.at("/tenants/0").asText()).isEqualTo("demo");
        assertThat(
                        Api.asTheProgram()
                                .get("/api/v1/me")
                                .expect(200)
                                .json()
                                .get("principal")
                                .asText())
                .isEqualTo("client:quarry-terraform");
    }

    @Test
    void theAuditLogIsForThoseWhoAnswerForTheTenant() {
        var mine = "/api/v1/audit-events?tenant=demo&resource=demo/" + name;
        var admin = Api.as("demo-admin");
        var seen = admin.get(mine + "&action=namespace.create").expect(200).json().get("items");
        assertThat(seen).hasSize(1);
        assertThat(seen.at("/0/actor").asText()).isEqualTo("user:demo-developer");
        assertThat(seen.at("/0/outcome").asText()).isEqualTo("accepted");
        assertThat(seen.at("/0/request_id").asText()).isNotEmpty();
        var refused = viewer.get(mine).expectProblem(403, "forbidden").json();
        assertThat(refused.get("required_role").asText()).isEqualTo("tenant-admin");
        developer.get(mine).expectProblem(403, "forbidden");
        stranger.get(mine).expectProblem(404, "not-found");
        assertThat(viewer.get("/api/v1/audit-events").expect(200).json().get("items")).isEmpty();
        assertThat(Api.as("platform-operator").get(mine).expect(200).json().get("items"))
                .isNotEmpty();
        var denied = "/api/v1/audit-events?outcome=denied&actor=user:demo-viewer";
        assertThat(admin.get(denied).expect(200).json().get("items"))
                .extracting(event -> event.get("action").asText())
                .contains("GET /api/v1/audit-events");
    }

    @Test
    void membersComeAndGo() {
        var admin = Api.as("demo-admin");
        var member = "/api/v1/tenants/demo/members/user:" + freshName();
        var plan =
                admin.put(member + "?dry_run=true", "{\"role\": \"tenant-viewer\"}")
                        .expect(200)
                        .json();
        assertThat(plan.get("action").asText()).isEqualTo("create");
        admin.get(member).expectProblem(404, "not-found");
        admin.put(member, "{\"role\": \"tenant-viewer\"}").expect(201);
        admin.put(member, "{\"role\": \"tenant-developer\"}").expect(200);
        assertThat(admin.get(member).expect(200).json().get("role").asText())
                .isEqualTo("tenant-developer");
        admin.delete(member).expect(204);
        admin.delete(member).expectProblem(404, "not-found");
    }
}
