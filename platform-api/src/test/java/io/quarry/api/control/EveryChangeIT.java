package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.freshName;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.kit.Answer;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.ContractRoute;
import io.quarry.api.kit.DeafInstance;
import io.quarry.api.kit.Namespaces;
import io.quarry.api.kit.Shards;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * What every change on a control route declares in the contract, and how it keeps to it: dry runs,
 * keys of idempotency, and conditions on what was read. A route that is added is held to it as
 * well.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryChangeIT {
    /** Changes nothing, though it is asked by POST. */
    private static final String QUESTION = "/api/v1/capacity-plans";

    /** There as long as its tenant, so nobody creates it. */
    private static final String QUOTA = "/api/v1/tenants/{tenant}/quota";

    private final Api admin = Api.as("platform-admin");
    private final EveryRoute every = new EveryRoute(admin);

    @BeforeAll
    void makeWhatIsNamed() throws IOException {
        every.make();
    }

    @AfterAll
    void purge() {
        every.purge();
    }

    @Test
    void everyChangeCanBeTriedAndRepeated() {
        assertThat(every.routes())
                .filteredOn(route -> route.changes() && !route.path().equals(QUESTION))
                .isNotEmpty()
                .allSatisfy(
                        route ->
                                assertThat(route.parameters())
                                        .as(route.toString())
                                        .contains("dry_run", "Idempotency-Key"));
    }

    @Test
    void everyChangeOfWhatIsNamedCanHaveACondition() {
        assertThat(every.routes())
                .filteredOn(route -> Set.of("PUT", "PATCH", "DELETE").contains(route.method()))
                .isNotEmpty()
                .allSatisfy(
                        route -> assertThat(route.takes("If-Match")).as(route.toString()).isTrue());
        assertThat(every.routes())
                .filteredOn(route -> route.method().equals("PUT") && !route.path().equals(QUOTA))
                .isNotEmpty()
                .allSatisfy(
                        route ->
                                assertThat(route.takes("If-None-Match"))
                                        .as(route.toString())
                                        .isTrue());
    }

    @TestFactory
    Stream<DynamicTest> whatCanBeChangedSaysItsRevision() {
        var conditional =
                every.routes().stream()
                        .filter(route -> route.takes("If-Match"))
                        .map(ContractRoute::path)
                        .toList();
        return every.tried(
                "ETag",
                route -> route.method().equals("GET") && conditional.contains(route.path()),
                route -> {
                    var declared = route.facts().at("/responses/200/headers");
                    assertThat(declared.has("ETag")).isTrue();
                    var read = admin.get(every.filled(route.path())).expect(200);
                    assertThat(read.header("ETag")).matches("\"[0-9]+\"");
                });
    }

    @TestFactory
    Stream<DynamicTest> aDryRunIsHeldToTheConditionToo() {
        return every.tried(
                "stale If-Match of a dry run",
                route ->
                        route.takes("If-Match")
                                && Set.of("PUT", "PATCH", "DELETE").contains(route.method())
                                && !route.path().endsWith("/{namespace}"),
                route -> {
                    every.send(admin, route, "?dry_run=true", "If-Match", "\"999999\"")
                            .expectProblem(412, "precondition-failed");
                    var read = admin.get(every.filled(route.path())).expect(200).header("ETag");
                    var planned = every.send(admin, route, "?dry_run=true", "If-Match", read);
                    assertThat(planned.status()).as(planned.text()).isIn(200, 409);
                });
    }

    @TestFactory
    Stream<DynamicTest> whoeverCreatesNeverReplaces() {
        return every.tried(
                "If-None-Match",
                route -> route.takes("If-None-Match"),
                route ->
                        every.send(admin, route, "", "If-None-Match", "*")
                                .expectProblem(409, "name-taken"));
    }

    @Test
    void aTenantIsCreatedOnceByItsName() {
        var name = freshName();
        var body = "{\"name\": \"%s\", \"description\": \"\"}".formatted(name);
        var tenant = EveryRoute.TENANTS + "/" + name;
        var plan = admin.post(EveryRoute.TENANTS + "?dry_run=true", body).expect(200).json();
        assertThat(plan.path("action").asText()).isEqualTo("create");
        admin.get(tenant).expectProblem(404, "not-found");
        var key = new String[] {"Idempotency-Key", freshName()};
        var made = admin.post(EveryRoute.TENANTS, body, key).expect(201);
        assertThat(made.header("ETag")).isEqualTo(admin.get(tenant).expect(200).header("ETag"));
        assertThat(admin.post(EveryRoute.TENANTS, body, key).expect(201).json())
                .isEqualTo(made.json());
        var other = body.replace(name, freshName());
        admin.post(EveryRoute.TENANTS, other, key).expectProblem(422, "idempotency-key-reused");
        admin.post(EveryRoute.TENANTS, body).expectProblem(409, "name-taken");
        admin.post(EveryRoute.TENANTS + "?dry_run=true", body).expectProblem(409, "name-taken");
        for (var bad : List.of("{}", "{\"name\": \"No Name\"}")) {
            var code = bad.equals("{}") ? "invalid-request" : "invalid-name";
            admin.post(EveryRoute.TENANTS, bad).expectViolation(400, code, "name");
        }
        admin.delete(tenant, "If-Match", made.header("ETag")).expect(204);
    }

    @Test
    void theLastAdministratorOfATenantStays() {
        var name = freshName();
        admin.put(EveryRoute.TENANTS + "/" + name, "{\"description\": \"\"}").expect(201);
        var members = EveryRoute.TENANTS + "/" + name + "/members/user:";
        var role = "{\"role\": \"tenant-admin\"}";
        var viewer = "{\"role\": \"tenant-viewer\"}";
        admin.put(members + "ada", role).expect(201);
        for (var query : List.of("", "?dry_run=true")) {
            admin.put(members + "ada" + query, viewer).expectProblem(409, "last-administrator");
            admin.delete(members + "ada" + query).expectProblem(409, "last-administrator");
        }
        admin.put(members + "eve", role).expect(201);
        admin.put(members + "ada", viewer).expect(200);
        admin.delete(members + "eve").expectProblem(409, "last-administrator");
        admin.delete(EveryRoute.TENANTS + "/" + name).expect(204);
    }

    @Test
    void whoRunsThePlatformIsListedAndCanGo() {
        var members = "/api/v1/platform/members";
        var name = "user:" + freshName();
        var member = members + "/" + name;
        admin.get(member).expectProblem(404, "not-found");
        var added = admin.put(member, "{\"role\": \"platform-operator\"}").expect(201);
        assertThat(admin.get(members + "?limit=500").expect(200).json().path("items"))
                .extracting(each -> each.path("principal").asText())
                .contains(name, "user:platform-admin");
        assertThat(admin.get(member).expect(200).header("ETag")).isEqualTo(added.header("ETag"));
        admin.delete(member, "If-Match", "\"999999\"").expectProblem(412, "precondition-failed");
        admin.delete(member, "If-Match", added.header("ETag")).expect(204);
        admin.delete(member).expectProblem(404, "not-found");
    }

    @Test
    void anInstanceThatLivesIsEvictedByForceOnly() {
        var instances = "/api/v1/instances/";
        try (var deaf = new DeafInstance()) {
            var evict = instances + deaf.id() + ":evict";
            admin.send("POST", evict, null).expectProblem(409, "instance-live");
            admin.send("POST", evict + "?dry_run=true", null).expectProblem(409, "instance-live");
            var plan = admin.send("POST", evict + "?dry_run=true&force=true", null).expect(200);
            assertThat(plan.json().path("summary").asText()).contains(deaf.id());
            Api.as("demo-admin").send("POST", evict, null).expectProblem(403, "forbidden");
            admin.send("POST", evict + "?force=true", null).expect(204);
            admin.send("POST", evict + "?force=true", null).expectProblem(404, "not-found");
        }
    }

    @TestFactory
    Stream<DynamicTest> aBadConditionIsNamedAndAStaleOneRefused() {
        return Stream.concat(
                Stream.of(
                                "If-Match: 3",
                                "If-None-Match: \"3\"",
                                "Idempotency-Key: " + "k".repeat(256))
                        .flatMap(
                                header -> {
                                    var parts = header.split(": ", 2);
                                    return every.tried(
                                            header,
                                            route -> route.takes(parts[0]),
                                            route ->
                                                    every.send(admin, route, "", parts)
                                                            .expectViolation(
                                                                    400,
                                                                    "invalid-request",
                                                                    parts[0]));
                                }),
                every.tried(
                        "stale If-Match",
                        route -> route.takes("If-Match"),
                        route -> {
                            for (var stale : List.of("\"999999\"", "\"0\"", "W/\"1\"")) {
                                every.send(admin, route, "", "If-Match", stale)
                                        .expectProblem(412, "precondition-failed");
                            }
                        }));
    }

    @TestFactory
    Stream<DynamicTest> anIdempotencyKeyIsForOneBody() {
        return every.tried(
                "key of another body",
                route -> route.takes("Idempotency-Key") && route.body(),
                route -> {
                    var key = freshName();
                    var same = every.bodies(route).asItIs();
                    var path = every.filled(route.path());
                    var done =
                            admin.send(
                                    route.method(),
                                    path,
                                    same.getBytes(UTF_8),
                                    "Idempotency-Key",
                                    key);
                    switch (done.status()) {
                        case 202 -> Namespaces.awaitEnd(admin, done);
                        case 201 -> {}
                        default -> done.expect(200);
                    }
                    admin.send(route.method(), path, same.getBytes(UTF_8), "Idempotency-Key", key)
                            .expect(done.status());
                    every.send(admin, route, "", "Idempotency-Key", key)
                            .expectProblem(422, "idempotency-key-reused");
                    takeAway(route, path, done);
                });
    }

    @TestFactory
    Stream<DynamicTest> anIdempotencyKeyIsForOneDeletion() {
        return every.tried(
                "key of another deletion",
                route -> route.takes("Idempotency-Key") && route.method().equals("DELETE"),
                route -> {
                    var key = freshName();
                    var last = route.path().substring(route.path().lastIndexOf('/') + 1);
                    var fresh =
                            switch (last) {
                                case "{principal}" -> "user:" + freshName();
                                case "{account}" -> every.makeAccount();
                                case "{shard}" -> every.makeShard();
                                default -> freshName();
                            };
                    var path = every.filled(route.path().replace("/" + last, "/" + fresh));
                    if (Set.of("{principal}", "{tenant}", "{namespace}").contains(last)) {
                        var made = admin.put(path, every.bodies(route).asItIs());
                        if (made.status() == 202) {
                            Namespaces.awaitEnd(admin, made);
                        }
                    }
                    var gone = admin.delete(path, "Idempotency-Key", key);
                    assertThat(gone.status()).as(gone.text()).isIn(202, 204);
                    admin.delete(path, "Idempotency-Key", key).expect(gone.status());
                    admin.delete(path + "?dry_run=false", "Idempotency-Key", key)
                            .expectProblem(422, "idempotency-key-reused");
                });
    }

    private void takeAway(ContractRoute route, String path, Answer made) {
        switch (route.path()) {
            case EveryRoute.SHARDS -> Shards.retire(admin, made.json().at("/target/name").asText());
            case EveryRoute.TENANTS ->
                    admin.delete(path + "/" + made.json().path("name").asText()).expect(204);
            case EveryRoute.ACCOUNTS ->
                    admin.delete(path + "/" + made.json().at("/account/id").asText()).expect(204);
            default -> {
                // what the route names is as it was
            }
        }
    }
}
