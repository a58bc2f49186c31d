package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.SPEC;
import static io.quarry.api.kit.Namespaces.freshName;
import static io.quarry.api.kit.Namespaces.path;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.control.ExpectedAccess.Where;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.ContractRoute;
import io.quarry.api.kit.Namespaces;
import io.quarry.api.kit.Tokens;
import io.quarry.metadata.access.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every control route of the contract, as every role, in its own tenant, in another one and in one
 * that is not there: what it gets is what {@code docs/reference/permissions.md} says. A route that
 * is added is tried as well, and fails until the page has its line. Changes are asked for as dry
 * runs, so nothing is changed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PermissionsIT {
    private static final String READER = "it-data-reader";
    private static final String WRITER = "it-data-writer";
    private static final String GRANTED = "client:it-granted";

    private final Api admin = Api.as("platform-admin");
    private final String namespace = freshName();
    private final Map<String, Api> callers = new LinkedHashMap<>();
    private final Map<Where, Map<String, String>> names = new HashMap<>();
    private List<ContractRoute> routes = List.of();
    private Map<Where, Map<String, Map<String, String>>> page = Map.of();

    @BeforeAll
    void makeWhatIsNamed() throws IOException {
        routes = ContractRoute.below("/api/");
        page = PermissionsPage.read();
        names.put(Where.OWN, made("demo", "user:demo-viewer"));
        names.put(Where.OTHER, made("other", "user:other-developer"));
        names.put(Where.ABSENT, absent());
        names.put(Where.NONE, Map.of("shard", "cassandra-1", "instance", instance()));
        grant("demo", "client:" + READER, Role.DATA_READER);
        grant("demo", "client:" + WRITER, Role.DATA_WRITER);
        grant("demo", GRANTED, Role.DATA_READER);
        grant("other", GRANTED, Role.DATA_READER);
        callers.put(PermissionsPage.NOTHING, program("it-nobody"));
        callers.put("data-reader", program(READER));
        callers.put("data-writer", program(WRITER));
        callers.put("tenant-viewer", Api.as("demo-viewer"));
        callers.put("tenant-developer", Api.as("demo-developer"));
        callers.put("tenant-admin", Api.as("demo-admin"));
        callers.put("platform-operator", Api.as("platform-operator"));
        callers.put("platform-admin", admin);
    }

    private Map<String, String> made(String tenant, String member) {
        var accepted = admin.put(path(tenant, namespace), SPEC).expect(202);
        Namespaces.awaitEnd(admin, accepted);
        return Map.of(
                "tenant",
                tenant,
                "namespace",
                namespace,
                "principal",
                member,
                "operation",
                accepted.json().path("id").asText(),
                "uid",
                retired(tenant),
                "account",
                account(tenant),
                "revision",
                "1");
    }

    private String instance() {
        return admin.get("/api/v1/instances").expect(200).json().at("/items/0/id").asText();
    }

    private static Map<String, String> absent() {
        return Map.of(
                "tenant",
                freshName(),
                "namespace",
                freshName(),
                "principal",
                "user:demo-viewer",
                "operation",
                UUID.randomUUID().toString(),
                "uid",
                "k3v9x2m4q7w1z8n5b6c0",
                "account",
                "sa.absent.nobody.abcdefgh",
                "revision",
                "1");
    }

    private static Api program(String id) {
        return Api.withToken(Tokens.ofAProgram(id));
    }

    /** It ends with the namespace. */
    private void grant(String tenant, String principal, Role role) {
        var body = "{\"role\": \"" + role.wire() + "\"}";
        admin.put(path(tenant, namespace) + "/grants/" + principal, body).expect(201);
    }

    /** The uid of a namespace that could be restored, and is purged by itself before long. */
    private String retired(String tenant) {
        var name = freshName();
        Namespaces.create(admin, tenant, name, SPEC);
        var accepted = admin.delete(path(tenant, name) + "?retention=PT15M").expect(202);
        Namespaces.awaitEnd(admin, accepted);
        return accepted.json().at("/target/uid").asText();
    }

    private String account(String tenant) {
        var body = "{\"name\": \"%s\", \"role\": \"tenant-viewer\"}".formatted(freshName());
        var made = admin.post(accounts(tenant), body).expect(201);
        return made.json().at("/account/id").asText();
    }

    private static String accounts(String tenant) {
        return "/api/v1/tenants/" + tenant + "/service-accounts";
    }

    @AfterAll
    void purge() {
        for (var tenant : List.of("demo", "other")) {
            var where = tenant.equals("demo") ? Where.OWN : Where.OTHER;
            var account = requireNonNull(names.get(where)).get("account");
            admin.delete(accounts(tenant) + "/" + account).expect(204);
        }
        Namespaces.purge(admin, "demo", namespace);
        Namespaces.purge(admin, "other", namespace);
    }

    @Test
    void thePageHasALineForEveryRouteAndAColumnForEveryRole() {
        var lines = page.values().stream().flatMap(table -> table.keySet().stream()).toList();
        assertThat(lines).containsAll(routes.stream().map(ContractRoute::toString).toList());
        assertThat(routes.stream().map(ContractRoute::toString).toList()).containsAll(lines);
        assertThat(callers.keySet()).containsExactlyElementsOf(PermissionsPage.roles().keySet());
    }

    @TestFactory
    Stream<DynamicTest> aRoleGetsWhatThePageSays() {
        return routes.stream()
                .flatMap(
                        route ->
                                page.entrySet().stream()
                                        .filter(
                                                part ->
                                                        part.getValue()
                                                                .containsKey(route.toString()))
                                        .map(
                                                part ->
                                                        DynamicTest.dynamicTest(
                                                                route + ", " + part.getKey(),
                                                                () ->
                                                                        tried(
                                                                                route,
                                                                                part.getKey()))));
    }

    private void tried(ContractRoute route, Where where) {
        var expected = requireNonNull(page.get(where)).get(route.toString());
        Map<String, String> got = new LinkedHashMap<>();
        callers.forEach((role, api) -> got.put(role, got(api, route, where)));
        assertThat(got).isEqualTo(expected);
    }

    private String got(Api api, ContractRoute route, Where where) {
        var body = route.body() ? body(route, where).getBytes(UTF_8) : null;
        var answer = api.send(route.method(), filled(route, where) + query(route, where), body);
        switch (answer.status()) {
            case 403 ->
                    assertThat(
                                    answer.expectProblem(403, "forbidden")
                                            .json()
                                            .path("required_role")
                                            .asText())
                            .isIn(ExpectedAccess.leastRoles(route));
            case 404 -> answer.expectProblem(404, "not-found");
            default -> {
                // a conflict is about the state of things, not about who asks
                return answer.status() < 300 || answer.status() == 409
                        ? ExpectedAccess.YES
                        : answer.status() + answer.text();
            }
        }
        return String.valueOf(answer.status());
    }

    private String body(ContractRoute route, Where where) {
        return route.exampleBody()
                .replaceFirst(
                        "(\"tenant\" ?: ?)\"demo\"",
                        "$1\"" + requireNonNull(names.get(where)).get("tenant") + "\"");
    }

    private String filled(ContractRoute route, Where where) {
        var filled =
                route.path()
                        .replace("operations/{id}", "operations/{operation}")
                        .replace("grants/{principal}", "grants/" + GRANTED)
                        // nobody's role could rise, were it not for the dry run
                        .replace(
                                "platform/members/{principal}",
                                "platform/members/user:platform-operator");
        for (var name : requireNonNull(names.get(where)).entrySet()) {
            filled = filled.replace("{" + name.getKey() + "}", name.getValue());
        }
        assertThat(filled).as("say above what is there").doesNotContain("{");
        return filled;
    }

    private String query(ContractRoute route, Where where) {
        var query = new ArrayList<String>();
        if (route.takes("dry_run")) {
            query.add("dry_run=true");
        }
        if (route.takes("tenant") && !route.path().contains("{tenant}")) {
            query.add("tenant=" + requireNonNull(names.get(where)).get("tenant"));
        }
        return query.isEmpty() ? "" : "?" + String.join("&", query);
    }
}
