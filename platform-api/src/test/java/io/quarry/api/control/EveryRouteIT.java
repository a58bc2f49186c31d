package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.path;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.kit.Answer;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.ContractRoute;
import io.quarry.api.kit.Tokens;
import java.io.IOException;
import java.util.HashMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
    /** A bad name of these is no bad name of a resource. */
    private static final Set<String> FORMATS = Set.of("id", "instance", "uid", "revision");

    private static final int LARGEST_BODY_BYTES = 256 << 10;

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
                                every.tried(
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
        var answer = every.send(api, route, "").expectProblem(401, code);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    }

    @TestFactory
    Stream<DynamicTest> aParameterThatItDoesNotHaveIsNamed() {
        return every.tried(
                "unknown parameter",
                _ -> true,
                route ->
                        every.send(admin, route, "?no_such=1")
                                .expectViolation(400, "unknown-field", "no_such"));
    }

    @TestFactory
    Stream<DynamicTest> theAnswerSaysHowMuchOfTheRateIsLeft() {
        return every.tried("rate", _ -> true, this::saysItsRate);
    }

    private void saysItsRate(ContractRoute route) {
        var answer = every.send(admin, route, "?no_such=1");
        var policy = route.method().equals("GET") ? "\"control-reads\"" : "\"control-changes\"";
        assertThat(answer.header("RateLimit")).matches(policy + ";r=\\d+;t=\\d+");
        assertThat(answer.header("RateLimit-Policy")).matches(policy + ";q=\\d+;w=10");
    }

    @TestFactory
    Stream<DynamicTest> aNameThatBreaksItsPatternIsNamed() {
        return every.names().stream()
                .flatMap(
                        name ->
                                every.tried(
                                        "bad " + name,
                                        route -> route.path().contains("{" + name + "}"),
                                        route -> badName(name, route)));
    }

    private void badName(String name, ContractRoute route) {
        var path = every.filled(route.path().replace("{" + name + "}", "No%20Name"));
        admin.send(route.method(), path, every.body(route))
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
                        "force=maybe",
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
                            return every.tried(
                                    query,
                                    route -> route.takes(name),
                                    route ->
                                            every.send(admin, route, "?" + query)
                                                    .expectViolation(400, code, name));
                        });
    }

    @TestFactory
    Stream<DynamicTest> aPageTokenOfAnotherListingIsRefused() {
        var tenants = "/api/v1/tenants";
        var page = admin.get(tenants + "?limit=1").expect(200).json();
        var token = page.path("next_page_token").asText();
        assertThat(token).isNotEmpty();
        return every.tried(
                "token of another listing",
                route -> route.takes("page_token") && !route.path().equals(tenants),
                route ->
                        every.send(admin, route, "?page_token=" + token)
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
        return every.tried(
                body.length() < 20 ? body : "too large",
                ContractRoute::body,
                route ->
                        refused.accept(
                                admin.send(
                                        route.method(),
                                        every.filled(route.path()),
                                        body.getBytes(UTF_8))));
    }

    @TestFactory
    Stream<DynamicTest> aFieldThatItDoesNotHaveIsNamed() {
        return every.tried(
                "unknown field",
                ContractRoute::body,
                route -> {
                    var body = every.bodies(route).changed();
                    var end = body.lastIndexOf('}');
                    var more = (body.substring(0, end) + ", \"no_such\": 1}").getBytes(UTF_8);
                    admin.send(route.method(), every.filled(route.path()), more)
                            .expectViolation(400, "unknown-field", "no_such");
                });
    }

    @TestFactory
    Stream<DynamicTest> onlyJsonIsTakenAndOnlyWhatIsThereIsGiven() {
        return Stream.concat(
                every.tried(
                        "text for JSON",
                        ContractRoute::body,
                        route ->
                                every.send(admin, route, "", "Content-Type", "text/plain")
                                        .expectProblem(415, "unsupported-media-type")),
                every.tried(
                        "HTML wanted",
                        _ -> true,
                        route ->
                                every.send(admin, route, "", "Accept", "text/html")
                                        .expectProblem(406, "not-acceptable")));
    }
}
