package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.SPEC;
import static io.quarry.api.kit.Namespaces.freshName;
import static io.quarry.api.kit.Namespaces.path;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarry.api.kit.Answer;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.ContractRoute;
import io.quarry.api.kit.Namespaces;
import io.quarry.api.kit.Shards;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/**
 * Every control route of the contract with what it names, and what it is given. A route that is
 * added is tried as soon as the contract has it, and fails until it is said here what is there.
 */
final class EveryRoute {
    private static final String READER = "{\"role\": \"data-reader\"}";

    static final String TENANTS = "/api/v1/tenants";
    static final String SHARDS = "/api/v1/shards";
    static final String SHARD = SHARDS + "/{shard}";
    static final String ACCOUNTS = TENANTS + "/{tenant}/service-accounts";

    private final Api admin;
    private final String namespace = freshName();
    private final String retired = freshName();
    private final String clone = freshName();
    private List<ContractRoute> routes = List.of();
    private Map<String, String> names = Map.of();
    private Map<String, Bodies> bodies = Map.of();
    private String account = "";

    /** What leaves all as it is, or can be deleted again; and what would change it. */
    record Bodies(String asItIs, String changed) {}

    EveryRoute(Api admin) {
        this.admin = admin;
    }

    void make() throws IOException {
        routes = ContractRoute.below("/api/");
        var accepted = admin.put(path("demo", namespace), SPEC).expect(202);
        Namespaces.awaitEnd(admin, accepted);
        account = makeAccount();
        var uid = Namespaces.create(admin, "demo", retired, SPEC).path("uid").asText();
        Namespaces.awaitEnd(admin, admin.delete(path("demo", retired)).expect(202));
        admin.put(path("demo", namespace) + "/grants/user:demo-viewer", READER).expect(201);
        names =
                Map.of(
                        "account",
                        account,
                        "tenant",
                        "demo",
                        "namespace",
                        namespace,
                        "principal",
                        "user:demo-viewer",
                        "shard",
                        "cassandra-1",
                        "instance",
                        "no-such-instance",
                        "uid",
                        uid,
                        "revision",
                        "1",
                        "id",
                        accepted.json().path("id").asText());
        var tenant = admin.get("/api/v1/tenants/demo").expect(200).json();
        var described = "{\"description\": %s}";
        var role = "{\"role\": \"%s\"}";
        var called = "{\"name\": \"%s\"}";
        var named = "{\"name\": \"" + freshName() + "\", \"description\": \"%s\"}";
        bodies =
                Map.ofEntries(
                        entry(
                                TENANTS,
                                new Bodies(named.formatted("as it is"), named.formatted("x"))),
                        entry(
                                "/api/v1/tenants/{tenant}",
                                new Bodies(
                                        described.formatted(tenant.get("description")),
                                        described.formatted("\"changed\""))),
                        entry(
                                "/api/v1/tenants/{tenant}/namespaces/{namespace}",
                                new Bodies(SPEC, SPEC.replace("made", "changed"))),
                        entry(
                                "/api/v1/tenants/{tenant}/members/{principal}",
                                new Bodies(
                                        role.formatted("tenant-viewer"),
                                        role.formatted("tenant-admin"))),
                        entry(
                                "/api/v1/tenants/{tenant}/namespaces/{namespace}/grants/{principal}",
                                new Bodies(READER, role.formatted("data-writer"))),
                        entry(
                                "/api/v1/tenants/{tenant}/namespaces/{namespace}:clone",
                                new Bodies(called.formatted(clone), called.formatted(freshName()))),
                        entry(
                                ACCOUNTS,
                                new Bodies(
                                        called.formatted(freshName()),
                                        called.formatted(freshName()))),
                        entry(
                                "/api/v1/capacity-plans",
                                new Bodies(
                                        "{\"tenant\": \"demo\", \"spec\": %s}".formatted(SPEC),
                                        "{\"tenant\": \"demo\", \"spec\": %s}".formatted(SPEC))),
                        entry(
                                "/api/v1/tenants/{tenant}/quota",
                                new Bodies("{}", "{\"namespaces\": 1000000}")),
                        entry(
                                "/api/v1/platform/members/{principal}",
                                new Bodies(
                                        role.formatted("platform-operator"),
                                        role.formatted("platform-admin"))),
                        entry(
                                SHARDS,
                                new Bodies(
                                        Shards.body(admin, freshName()),
                                        Shards.body(admin, freshName()))),
                        entry(
                                SHARD,
                                new Bodies("{\"labels\": {}}", "{\"labels\": {\"zone\": \"a\"}}")));
    }

    void purge() {
        Namespaces.purge(admin, "demo", namespace);
        if (admin.get(path("demo", clone)).status() == 200) {
            Namespaces.purge(admin, "demo", clone);
        }
        var restore = filled("/api/v1/tenants/{tenant}/retired-namespaces/{uid}:restore");
        Namespaces.awaitEnd(admin, admin.send("POST", restore, null).expect(202));
        Namespaces.purge(admin, "demo", retired);
        admin.delete(accountsOfDemo() + "/" + account).expect(204);
    }

    private static String accountsOfDemo() {
        return ACCOUNTS.replace("{tenant}", "demo");
    }

    String makeAccount() {
        var made = admin.post(accountsOfDemo(), "{\"name\": \"" + freshName() + "\"}").expect(201);
        return made.json().at("/account/id").asText();
    }

    String makeShard() {
        var name = freshName();
        Shards.register(admin, name);
        return name;
    }

    /**
     * A test for each route that is concerned, which must leave what the route names as it was.
     * Fails where none is concerned: the test would say nothing.
     */
    Stream<DynamicTest> tried(
            String what, Predicate<ContractRoute> concerned, Consumer<ContractRoute> test) {
        var tests =
                routes.stream()
                        .filter(concerned)
                        .map(
                                route ->
                                        DynamicTest.dynamicTest(
                                                what + ": " + route,
                                                () -> {
                                                    var before = state(route);
                                                    test.accept(route);
                                                    assertThat(state(route)).isEqualTo(before);
                                                }))
                        .toList();
        assertThat(tests).as(what).isNotEmpty();
        return tests.stream();
    }

    /** With a body that would change something, were it not for the fault. */
    Answer send(Api api, ContractRoute route, String query, String... headers) {
        return api.send(route.method(), filled(route.path()) + query, body(route), headers);
    }

    byte @Nullable [] body(ContractRoute route) {
        if (!route.body()) {
            return null;
        }
        return bodies(route).changed().getBytes(UTF_8);
    }

    Bodies bodies(ContractRoute route) {
        var known = bodies.get(route.path());
        assertThat(known).as("say above what is given to " + route).isNotNull();
        return requireNonNull(known);
    }

    /** What stands in braces in the paths of routes. */
    Set<String> names() {
        return names.keySet();
    }

    List<ContractRoute> routes() {
        return routes;
    }

    String filled(String path) {
        // nobody else's role may rise, not even by a mistake of the API
        var filled =
                path.replace(
                        "platform/members/{principal}", "platform/members/user:platform-operator");
        for (var name : names.entrySet()) {
            filled = filled.replace("{" + name.getKey() + "}", name.getValue());
        }
        assertThat(filled).as("say above what is there").doesNotContain("{");
        return filled;
    }

    /**
     * What the route names, as it is read, less what is measured of it, which changes by itself;
     * the status where it cannot be read.
     */
    private String state(ContractRoute route) {
        if (route.method().equals("GET")) {
            return "";
        }
        var answer = admin.get(filled(route.path()));
        if (answer.status() != 200) {
            return String.valueOf(answer.status());
        }
        var read = answer.json();
        read.findParents("health").forEach(each -> ((ObjectNode) each).remove("health"));
        return read.toString();
    }
}
