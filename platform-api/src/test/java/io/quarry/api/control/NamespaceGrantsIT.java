package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.SPEC;
import static io.quarry.api.kit.Namespaces.freshName;
import static io.quarry.api.kit.Namespaces.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.kit.Api;
import io.quarry.api.kit.Awaiting;
import io.quarry.api.kit.Namespaces;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Somebody of another tenant is let into one namespace, and out again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamespaceGrantsIT {
    private static final Duration AT_MOST = Duration.ofSeconds(2);

    private final Api admin = Api.as("demo-admin");
    private final Api guest = Api.as("other-developer");
    private final String name = freshName();
    private final String other = freshName();
    private final String grants = path("demo", name) + "/grants";
    private final String grant = grants + "/user:other-developer";

    @BeforeAll
    void make() {
        Namespaces.create(admin, "demo", name, SPEC);
        Namespaces.create(admin, "demo", other, SPEC);
        admin.put(item(name), "ada", "Content-Type", "text/plain").expect(204);
    }

    @AfterAll
    void drop() {
        Namespaces.purge(admin, "demo", name);
        Namespaces.purge(admin, "demo", other);
    }

    private static String item(String namespace) {
        return "/data/v1/kv/demo/" + namespace + "/records/people/items/first";
    }

    private Duration awaitStatus(String method, int status) {
        var body =
                method.equals("PUT") ? "x".getBytes(java.nio.charset.StandardCharsets.UTF_8) : null;
        return Awaiting.within(
                AT_MOST,
                method + " answers " + status,
                () -> guest.send(method, item(name), body).status() == status);
    }

    @Test
    void aReaderReadsThatOneUntilItMayNoMore() {
        guest.get(item(name)).expectProblem(404, "not-found");
        var plan = admin.put(grant + "?dry_run=true", role("data-reader")).expect(200).json();
        assertThat(plan.get("action").asText()).isEqualTo("create");
        assertThat(plan.get("summary").asText()).contains("demo/" + name);
        admin.get(grant).expectProblem(404, "not-found");

        admin.put(grant, role("data-reader")).expect(201);
        var known = awaitStatus("GET", 200);
        assertThat(guest.get(item(name)).expect(200).text()).isEqualTo("ada");
        var refused = guest.put(item(name), "eve").expectProblem(403, "forbidden").json();
        assertThat(refused.get("required_role").asText()).isEqualTo("data-writer");
        guest.delete(item(name)).expectProblem(403, "forbidden");
        guest.get(item(other)).expectProblem(404, "not-found");

        admin.put(grant, role("data-writer")).expect(200);
        awaitStatus("PUT", 204);
        admin.put(grant, role("data-reader")).expect(200);
        awaitStatus("PUT", 403);

        assertThat(admin.get(grants).expect(200).json().get("items"))
                .extracting(
                        each -> each.get("principal").asText() + " " + each.get("role").asText())
                .containsExactly("user:other-developer data-reader");
        assertThat(admin.get(grant).expect(200).json().at("/scope/namespace").asText())
                .isEqualTo(name);

        admin.delete(grant + "?dry_run=true").expect(200);
        admin.delete(grant).expect(204);
        var gone = awaitStatus("GET", 404);
        admin.delete(grant).expectProblem(404, "not-found");
        assertThat(admin.get(grants).expect(200).json().get("items")).isEmpty();
        System.out.println(
                "a grant on a namespace is known after " + known + ", gone after " + gone);
    }

    @Test
    void aReaderSeesTheNamespaceAndOfItsTenantNoMore() {
        var reader = path("demo", other) + "/grants/user:other-developer";
        admin.put(reader, role("data-reader")).expect(201);
        var seen = guest.get(path("demo", other)).expect(200).json();
        assertThat(seen.at("/status/endpoint").asText()).isEqualTo("/data/v1/kv/demo/" + other);
        assertThat(seen.get("permissions"))
                .extracting(permission -> permission.asText())
                .containsExactly("read");
        var refused = guest.delete(path("demo", other)).expectProblem(403, "forbidden").json();
        assertThat(refused.get("required_role").asText()).isEqualTo("tenant-developer");
        guest.get(path("demo", other) + "/grants").expectProblem(403, "forbidden");
        guest.put(reader, role("data-writer")).expectProblem(403, "forbidden");
        for (var hidden :
                new String[] {
                    "",
                    "/namespaces",
                    "/retired-namespaces",
                    "/members",
                    "/namespaces/" + name,
                    "/namespaces/" + other + "/revisions"
                }) {
            guest.get("/api/v1/tenants/demo" + hidden).expectProblem(404, "not-found");
        }
        guest.get("/api/v1/operations?tenant=demo").expectProblem(404, "not-found");
        admin.delete(reader).expect(204);
        guest.get(path("demo", other)).expectProblem(404, "not-found");
    }

    @Test
    void onlyRolesOfANamespaceAreGrantedThereAndOnlyByTheTenantsAdmin() {
        var answer = admin.put(grant, role("tenant-admin"));
        answer.expectViolation(400, "invalid-request", "role");
        assertThat(answer.text()).contains("data-reader, data-writer");
        admin.put(path("demo", freshName()) + "/grants/user:x", role("data-reader"))
                .expectProblem(404, "not-found");
        Api.as("demo-developer").put(grant, role("data-reader")).expectProblem(403, "forbidden");
        assertThat(admin.get(path("demo", name)).expect(200).json().get("permissions"))
                .extracting(permission -> permission.asText())
                .containsExactly("read", "write", "change", "delete", "change-grants");
    }

    private static String role(String role) {
        return "{\"role\": \"" + role + "\"}";
    }
}
