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
import io.quarry.api.kit.Tokens;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every control route of the contract with every kind of bad input that it can be given: a route
 * that is added is tried as well. What a route names is there, so that nothing but the fault is in
 * the way of an answer.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryRouteIT {
    private static final int LARGEST_BODY_BYTES = 256 << 10;
    private static final String READER = "{\"role\": \"data-reader\"}";

    /** A bad name of these is no bad name of a resource. */
    private static final Set<String> FORMATS = Set.of("id", "uid", "revision");

    private static final String SHARDS = "/api/v1/shards";
    private static final String SHARD = SHARDS + "/{shard}";
    private static final String ACCOUNTS = "/api/v1/tenants/{tenant}/service-accounts";

    private final Api admin = Api.as("platform-admin");
    private final String namespace = freshName();
    private final String retired = freshName();
    private final String clone = freshName();
    private List<ContractRoute> routes = List.of();
    private Map<String, String> names = Map.of();
    private Map<String, Bodies> bodies = Map.of();
    private String account = "";

    /** What leaves all as it is, or can be deleted again; and what would change it. */
    private record Bodies(String asItIs, String changed) {}

    @BeforeAll
    void makeWhatIsNamed() throws IOException {
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
        bodies =
                Map.ofEntries(
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

    @AfterAll
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

    private String makeAccount() {
        var made = admin.post(accountsOfDemo(), "{\"name\": \"" + freshName() + "\"}").expect(201);
        return made.json().at("/account/id").asText();
    }

    private String makeShard() {
        var name = freshName();
        Shards.register(admin, name);
        return name;
    }

    @TestFactory
    Stream<DynamicTest> withoutAGoodTokenThereIsNoAnswer() {
        var good = Tokens.of("platform-admin");
        var end = good.length() - 6;
        var bad = new HashMap<String, Api>();
        bad.put("no token", Api.anonymous());
        bad.put("garbage", Api.withToken("garbage"));
        bad.put("another issuer", Api.withToken(Tokens.ofAnotherIssuer()));
        bad.put("another audience", Api.withToken(Tokens.forAnotherAudience("platform-admin")));
        bad.put("another signature", Api.withToken(good.substring(0, end) + "AAAAAA"));
        bad.put("expired", Api.withToken(Tokens.expired("platform-admin")));
        return bad.keySet().stream()
                .flatMap(
                        what ->
                                tried(
                                        what,
                                        _ -> true,
                                        route ->
                                                refused(
                                                        what,
                                                        requireNonNull(bad.get(what)),
                                                        route)));
    }

    private void refused(String what, Api api, ContractRoute route) {
        var code = what.equals("expired") ? "token-expired" : "unauthenticated";
        var answer = send(api, route, "").expectProblem(401, code);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    }

    @TestFactory
    Stream<DynamicTest> aParameterThatItDoesNotHaveIsNamed() {
        return tried(
                "unknown parameter",
                _ -> true,
                route ->
                        send(admin, route, "?no_such=1")
                                .expectViolation(400, "unknown-field", "no_such"));
    }

    @TestFactory
    Stream<DynamicTest> theAnswerSaysHowMuchOfTheRateIsLeft() {
        return tried("rate", _ -> true, this::saysItsRate);
    }

    private void saysItsRate(ContractRoute route) {
        var answer = send(admin, route, "?no_such=1");
        var policy = route.method().equals("GET") ? "\"control-reads\"" : "\"control-changes\"";
        assertThat(answer.header("RateLimit")).matches(policy + ";r=\\d+;t=\\d+");
        assertThat(answer.header("RateLimit-Policy")).matches(policy + ";q=\\d+;w=10");
    }

    @TestFactory
    Stream<DynamicTest> aNameThatBreaksItsPatternIsNamed() {
        return names.keySet().stream()
                .flatMap(
                        name ->
                                tried(
                                        "bad " + name,
                                        route -> route.path().contains("{" + name + "}"),
                                        route -> badName(name, route)));
    }

    private void badName(String name, ContractRoute route) {
        var path = filled(route.path().replace("{" + name + "}", "No%20Name"));
        admin.send(route.method(), path, body(route))
                .expectViolation(
                        400, FORMATS.contains(name) ? "invalid-request" : "invalid-name", name);
    }

    @TestFactory
    Stream<DynamicTest> aBadQueryParameterIsNamed() {
        return Stream.of(
                        "limit=0",
                        "page_token=rubbish",
                        "dry_run=maybe",
                        "state=BUSY",
                        "type=Dance",
                        "wait=long",
                        "retention=-P1D",
                        "overlap=soon",
                        "reissue=maybe",
                        "prefix=%00",
                        "actor=%00",
                        "outcome=maybe",
                        "operation=17",
                        "request=%00",
                        "from=yesterday",
                        "to=999999999-01-01T00:00:00Z")
                .flatMap(
                        query -> {
                            var name = query.substring(0, query.indexOf('='));
                            var code =
                                    name.equals("page_token")
                                            ? "page-token-invalid"
                                            : "invalid-request";
                            return tried(
                                    query,
                                    route -> route.takes(name),
                                    route ->
                                            send(admin, route, "?" + query)
                                                    .expectViolation(400, code, name));
                        });
    }

    @TestFactory
    Stream<DynamicTest> aPageTokenOfAnotherListingIsRefused() {
        var tenants = "/api/v1/tenants";
        var page = admin.get(tenants + "?limit=1").expect(200).json();
        var token = page.path("next_page_token").asText();
        assertThat(token).isNotEmpty();
        return tried(
                "token of another listing",
                route -> route.takes("page_token") && !route.path().equals(tenants),
                route ->
                        send(admin, route, "?page_token=" + token)
                                .expectViolation(400, "page-token-invalid", "page_token"));
    }

    @TestFactory
    Stream<DynamicTest> aBadBodyIsRefused() {
        var huge = "{\"description\": \"" + "x".repeat(LARGEST_BODY_BYTES) + "\"}";
        return Stream.of(
                        badBody(
                                "{",
                                answer -> answer.expectViolation(400, "invalid-request", "body")),
                        badBody(
                                "[1]",
                                answer -> answer.expectViolation(400, "invalid-request", "body")),
                        badBody(huge, answer -> answer.expectProblem(413, "payload-too-large")))
                .flatMap(tests -> tests);
    }

    private Stream<DynamicTest> badBody(String body, Consumer<Answer> refused) {
        return tried(
                body.length() < 20 ? body : "too large",
                ContractRoute::body,
                route ->
                        refused.accept(
                                admin.send(
                                        route.method(),
                                        filled(route.path()),
                                        body.getBytes(UTF_8))));
    }

    @TestFactory
    Stream<DynamicTest> aFieldThatItDoesNotHaveIsNamed() {
        return tried(
                "unknown field",
                ContractRoute::body,
                route -> {
                    var body = requireNonNull(bodies.get(route.path())).changed();
                    var end = body.lastIndexOf('}');
                    var more = (body.substring(0, end) + ", \"no_such\": 1}").getBytes(UTF_8);
                    admin.send(route.method(), filled(route.path()), more)
                            .expectViolation(400, "unknown-field", "no_such");
                });
    }

    @TestFactory
    Stream<DynamicTest> onlyJsonIsTakenAndOnlyWhatIsThereIsGiven() {
        return Stream.concat(
                tried(
                        "text for JSON",
                        ContractRoute::body,
                        route ->
                                send(admin, route, "", "Content-Type", "text/plain")
                                        .expectProblem(415, "unsupported-media-type")),
                tried(
                        "HTML wanted",
                        _ -> true,
                        route ->
                                send(admin, route, "", "Accept", "text/html")
                                        .expectProblem(406, "not-acceptable")));
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
                                    return tried(
                                            header,
                                            route -> route.takes(parts[0]),
                                            route ->
                                                    send(admin, route, "", parts)
                                                            .expectViolation(
                                                                    400,
                                                                    "invalid-request",
                                                                    parts[0]));
                                }),
                tried(
                        "stale If-Match",
                        route -> route.takes("If-Match"),
                        route ->
                                send(admin, route, "", "If-Match", "\"999999\"")
                                        .expectProblem(412, "precondition-failed")));
    }

    @TestFactory
    Stream<DynamicTest> anIdempotencyKeyIsForOneBody() {
        return tried(
                "key of another body",
                route -> route.takes("Idempotency-Key") && route.body(),
                route -> {
                    var key = freshName();
                    var same = requireNonNull(bodies.get(route.path())).asItIs();
                    var path = filled(route.path());
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
                    send(admin, route, "", "Idempotency-Key", key)
                            .expectProblem(422, "idempotency-key-reused");
                    if (route.path().equals(SHARDS)) {
                        Shards.retire(admin, done.json().at("/target/name").asText());
                    }
                    if (done.status() == 201) {
                        admin.delete(path + "/" + done.json().at("/account/id").asText())
                                .expect(204);
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> anIdempotencyKeyIsForOneDeletion() {
        return tried(
                "key of another deletion",
                route -> route.takes("Idempotency-Key") && route.method().equals("DELETE"),
                route -> {
                    var key = freshName();
                    var last = route.path().substring(route.path().lastIndexOf('/') + 1);
                    var fresh =
                            switch (last) {
                                case "{principal}" -> "user:" + freshName();
                                case "{account}" -> makeAccount();
                                case "{shard}" -> makeShard();
                                default -> freshName();
                            };
                    var path = filled(route.path().replace("/" + last, "/" + fresh));
                    var body = bodies.get(route.path());
                    if (body != null && !route.path().equals(SHARD)) {
                        var made = admin.put(path, body.asItIs());
                        if (made.status() == 202) {
                            Namespaces.awaitEnd(admin, made);
                        }
                    }
                    var gone = admin.delete(path, "Idempotency-Key", key);
                    assertThat(gone.status()).as(gone.text()).isIn(202, 204);
                    admin.delete(path + "?dry_run=false", "Idempotency-Key", key)
                            .expectProblem(422, "idempotency-key-reused");
                });
    }

    /**
     * A test for each route that is concerned, which must leave what the route names as it was.
     * Fails where none is concerned: the test would say nothing.
     */
    private Stream<DynamicTest> tried(
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
    private Answer send(Api api, ContractRoute route, String query, String... headers) {
        return api.send(route.method(), filled(route.path()) + query, body(route), headers);
    }

    private byte @Nullable [] body(ContractRoute route) {
        if (!route.body()) {
            return null;
        }
        var known = bodies.get(route.path());
        assertThat(known).as("say above what is given to " + route).isNotNull();
        return requireNonNull(known).changed().getBytes(UTF_8);
    }

    private String filled(String path) {
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
