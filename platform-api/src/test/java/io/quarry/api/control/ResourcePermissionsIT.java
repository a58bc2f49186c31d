package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.SPEC;
import static io.quarry.api.kit.Namespaces.freshName;
import static io.quarry.api.kit.Namespaces.path;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.Awaiting;
import io.quarry.api.kit.DeafInstance;
import io.quarry.api.kit.Namespaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * What each role is told that it may do with members, operations and instances, and that this is
 * so: what is offered is not refused, and what is not offered is. Namespaces, tenants, quotas,
 * service accounts and shards have tests of their own.
 */
class ResourcePermissionsIT {
    private static final String MEMBERS = "/api/v1/tenants/demo/members";
    private static final List<String> INTERVENTIONS = List.of("cancel", "retry", "approve");

    private final Api viewer = Api.as("demo-viewer");
    private final Api developer = Api.as("demo-developer");
    private final Api tenantAdmin = Api.as("demo-admin");
    private final Api operator = Api.as("platform-operator");
    private final Api admin = Api.as("platform-admin");

    private static List<String> permissions(JsonNode resource) {
        assertThat(resource.path("permissions").isArray()).as("%s", resource).isTrue();
        return StreamSupport.stream(resource.get("permissions").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void membersSayWhoMayChangeThem() {
        var all = List.of("read", "change", "delete");
        var read = List.of("read");
        Map.of(viewer, read, developer, read, tenantAdmin, all, operator, read, admin, all)
                .forEach(
                        (api, expected) -> {
                            var member = api.get(MEMBERS + "/user:demo-viewer").expect(200).json();
                            assertThat(permissions(member)).isEqualTo(expected);
                            for (var each : api.get(MEMBERS).expect(200).json().get("items")) {
                                assertThat(permissions(each)).isEqualTo(expected);
                            }
                            var removal =
                                    api.delete(MEMBERS + "/user:demo-viewer?dry_run=true").status();
                            assertThat(removal).isEqualTo(expected.contains("delete") ? 200 : 403);
                        });
    }

    @Test
    void whoRunsThePlatformIsForItsAdministratorsToSay() {
        var members = "/api/v1/platform/members";
        assertThat(permissions(operator.get(members).expect(200).json().at("/items/0")))
                .containsExactly("read");
        assertThat(permissions(admin.get(members).expect(200).json().at("/items/0")))
                .containsExactly("read", "change", "delete");
        assertThat(permissions(admin.get(members + "/user:platform-operator").expect(200).json()))
                .containsExactly("read", "change", "delete");
    }

    @Test
    void aGrantOnANamespaceSaysWhoMayTakeItAway() {
        var name = freshName();
        Namespaces.create(developer, "demo", name, SPEC);
        var grants = path("demo", name) + "/grants";
        var given =
                tenantAdmin.put(grants + "/user:other-developer", "{\"role\": \"data-reader\"}");
        assertThat(permissions(given.expect(201).json()))
                .containsExactly("read", "change", "delete");
        assertThat(permissions(developer.get(grants).expect(200).json().at("/items/0")))
                .containsExactly("read");
        Namespaces.purge(developer, "demo", name);
    }

    @Test
    void anOperationThatWaitsOffersEachRoleWhatItMayDo() {
        var name = freshName();
        String operation;
        try (var _ = new DeafInstance()) {
            var accepted = developer.put(path("demo", name), SPEC).expect(202);
            operation = accepted.header("Location");
            assertThat(permissions(accepted.json())).contains("read", "cancel");
            await(operation, "WAITING");
            offered(viewer, operation, List.of("read"));
            for (var api : List.of(developer, tenantAdmin, operator, admin)) {
                offered(api, operation, List.of("read", "cancel", "retry"));
            }
            var cancelled = developer.send("POST", operation + ":cancel", null).expect(202);
            assertThat(permissions(cancelled.json())).containsExactly("read", "retry");
        }
        await(operation, "CANCELLED");
        assertThat(permissions(developer.get(operation).expect(200).json()))
                .containsExactly("read");
        var stream = developer.get(operation + "/events").expect(200).text();
        assertThat(permissions(dataOf(stream))).containsExactly("read");
    }

    private void await(String operation, String state) {
        Awaiting.within(
                Duration.ofSeconds(60),
                operation + " is " + state,
                () -> developer.get(operation).json().get("state").asText().equals(state));
    }

    /** In the list as by itself, and as the dry runs of what is offered and what is not have it. */
    private static void offered(Api api, String operation, List<String> expected) {
        var id = operation.substring(operation.lastIndexOf('/') + 1);
        assertThat(permissions(api.get(operation).expect(200).json())).isEqualTo(expected);
        var listed =
                StreamSupport.stream(
                                api.get("/api/v1/operations?tenant=demo&state=WAITING&limit=500")
                                        .expect(200)
                                        .json()
                                        .get("items")
                                        .spliterator(),
                                false)
                        .filter(each -> each.get("id").asText().equals(id))
                        .findFirst()
                        .orElseThrow();
        assertThat(permissions(listed)).isEqualTo(expected);
        for (var what : INTERVENTIONS) {
            var status =
                    api.send("POST", operation + ":" + what + "?dry_run=true", new byte[0])
                            .status();
            if (expected.contains(what)) {
                assertThat(status).as(what).isEqualTo(200);
            } else {
                assertThat(status).as(what).isIn(403, 409);
            }
        }
    }

    private static JsonNode dataOf(String stream) {
        try {
            return new ObjectMapper()
                    .readTree(
                            stream.lines()
                                    .filter(line -> line.startsWith("data:"))
                                    .findFirst()
                                    .orElseThrow()
                                    .substring("data:".length())
                                    .getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anInstanceSaysThatOperatorsMayEvictIt() {
        for (var api : List.of(operator, admin)) {
            for (var each : api.get("/api/v1/instances").expect(200).json().get("items")) {
                assertThat(permissions(each)).containsExactly("read", "evict");
            }
        }
    }
}
