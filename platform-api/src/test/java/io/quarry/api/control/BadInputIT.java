package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.SPEC;
import static io.quarry.api.kit.Namespaces.freshName;
import static io.quarry.api.kit.Namespaces.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.kit.Api;
import io.quarry.api.kit.Stack;
import io.quarry.api.kit.Tokens;
import io.quarry.api.kit.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is wrong with a request is told as its documented problem, with the field named, and changes
 * nothing.
 */
class BadInputIT {
    private static final String NAMESPACE = path("demo", "bad-input-it");
    private static final String MEMBER = "/api/v1/tenants/demo/members/user:bad-input-it";
    private static final String PLATFORM_MEMBER = "/api/v1/platform/members/user:bad-input-it";
    private static final String TENANT = "/api/v1/tenants/bad-input-it";

    private final Api developer = Api.as("demo-developer");
    private final Api admin = Api.as("platform-admin");

    static Stream<Arguments> bodies() {
        return Stream.of(NAMESPACE, MEMBER, PLATFORM_MEMBER, TENANT)
                .flatMap(
                        path ->
                                Stream.of(
                                        Arguments.of(path, "", "invalid-request", "body"),
                                        Arguments.of(path, "{", "invalid-request", "body"),
                                        Arguments.of(path, "{} {}", "invalid-request", "body"),
                                        Arguments.of(path, "null", "invalid-request", "body"),
                                        Arguments.of(path, "[]", "invalid-request", "body"),
                                        Arguments.of(path, "\"text\"", "invalid-request", "body")));
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                Arguments.of(
                        NAMESPACE,
                        "{\"abstraction\":\"key-value\",\"colour\":\"red\"}",
                        "unknown-field",
                        "colour"),
                Arguments.of(
                        NAMESPACE,
                        "{\"abstraction\":\"no-such\"}",
                        "invalid-request",
                        "abstraction"),
                Arguments.of(
                        NAMESPACE,
                        "{\"abstraction\":\"counter\",\"counter\":{\"mode\":\"exact\"}}",
                        "invalid-request",
                        "counter.mode"),
                Arguments.of(NAMESPACE, "{\"abstraction\":7}", "invalid-request", "abstraction"),
                Arguments.of(NAMESPACE, "{}", "invalid-request", "abstraction"),
                Arguments.of(
                        NAMESPACE,
                        "{\"abstraction\":\"key-value\",\"ttl\":\"soon\"}",
                        "invalid-request",
                        "ttl"),
                Arguments.of(
                        NAMESPACE,
                        "{\"abstraction\":\"key-value\",\"description\":5}",
                        "invalid-request",
                        "description"),
                Arguments.of(
                        NAMESPACE,
                        "{\"abstraction\":\"key-value\",\"description\":\"a\\u0000b\"}",
                        "invalid-request",
                        "description"),
                Arguments.of(
                        NAMESPACE,
                        "{\"abstraction\":\"key-value\",\"deletion_protection\":\"yes\"}",
                        "invalid-request",
                        "deletion_protection"),
                Arguments.of(
                        NAMESPACE,
                        "{\"abstraction\":\"key-value\",\"description\":\""
                                + "x".repeat(2000)
                                + "\"}",
                        "invalid-request",
                        "description"),
                Arguments.of(
                        NAMESPACE,
                        "{\"abstraction\":\"key-value\",\"workload\":{\"reads_per_second\":{\"low\":9,\"mid\":1}}}",
                        "invalid-request",
                        "workload.reads_per_second.low"),
                Arguments.of(
                        MEMBER,
                        "{\"role\":\"tenant-viewer\",\"until\":1}",
                        "unknown-field",
                        "until"),
                Arguments.of(MEMBER, "{\"role\":\"king\"}", "invalid-request", "role"),
                Arguments.of(MEMBER, "{\"role\":3}", "invalid-request", "role"),
                Arguments.of(MEMBER, "{}", "invalid-request", "role"),
                Arguments.of(MEMBER, "{\"role\":\"platform-admin\"}", "invalid-request", "role"),
                Arguments.of(
                        PLATFORM_MEMBER, "{\"role\":\"tenant-admin\"}", "invalid-request", "role"),
                Arguments.of(PLATFORM_MEMBER, "{\"rôle\":\"x\"}", "unknown-field", "rôle"),
                Arguments.of(TENANT, "{\"descripton\":\"x\"}", "unknown-field", "descripton"),
                Arguments.of(TENANT, "{\"description\":[]}", "invalid-request", "description"),
                Arguments.of(
                        TENANT,
                        "{\"description\":\"" + "x".repeat(2000) + "\"}",
                        "invalid-request",
                        "description"));
    }

    static Stream<Arguments> queries() {
        return Stream.of(
                Arguments.of("GET", "/api/v1/me?x=1", "unknown-field", "x"),
                Arguments.of("GET", "/api/v1/tenants?limit=0", "invalid-request", "limit"),
                Arguments.of("GET", "/api/v1/tenants?limit=ten", "invalid-request", "limit"),
                Arguments.of("GET", "/api/v1/tenants?limit=-1", "invalid-request", "limit"),
                Arguments.of("GET", "/api/v1/tenants?limit=1&limit=2", "invalid-request", "limit"),
                Arguments.of(
                        "GET",
                        "/api/v1/tenants?page_token=rubbish",
                        "page-token-invalid",
                        "page_token"),
                Arguments.of(
                        "GET",
                        "/api/v1/tenants/demo/namespaces?page_token=%00",
                        "page-token-invalid",
                        "page_token"),
                Arguments.of(
                        "GET",
                        "/api/v1/tenants/demo/namespaces?state=BUSY",
                        "invalid-request",
                        "state"),
                Arguments.of("GET", "/api/v1/operations?state=BUSY", "invalid-request", "state"),
                Arguments.of("GET", "/api/v1/operations?type=Dance", "invalid-request", "type"),
                Arguments.of("GET", "/api/v1/operations?tenant=No!", "invalid-name", "tenant"),
                Arguments.of("GET", "/api/v1/operations/1-1-1-1-1", "invalid-request", "id"),
                Arguments.of(
                        "GET",
                        "/api/v1/operations/019ab5c0-0000-7000-8000-000000000001?wait=long",
                        "invalid-request",
                        "wait"),
                Arguments.of("DELETE", NAMESPACE + "?retention=1", "invalid-request", "retention"),
                Arguments.of(
                        "DELETE", NAMESPACE + "?retention=-P1D", "invalid-request", "retention"),
                Arguments.of(
                        "DELETE",
                        NAMESPACE + "?retention=P99999999999999D",
                        "invalid-request",
                        "retention"),
                Arguments.of(
                        "GET",
                        "/api/v1/tenants/demo/namespaces?prefix=%00",
                        "invalid-request",
                        "prefix"),
                Arguments.of("DELETE", NAMESPACE + "?dry_run=maybe", "invalid-request", "dry_run"),
                Arguments.of("DELETE", NAMESPACE + "?dryrun=true", "unknown-field", "dryrun"),
                Arguments.of("GET", "/api/v1/tenants/Demo", "invalid-name", "tenant"),
                Arguments.of("GET", "/api/v1/tenants/d", "invalid-name", "tenant"),
                Arguments.of(
                        "GET",
                        "/api/v1/tenants/demo/namespaces/" + "a".repeat(41),
                        "invalid-name",
                        "namespace"),
                Arguments.of(
                        "GET",
                        "/api/v1/tenants/demo/namespaces/a%20b",
                        "invalid-name",
                        "namespace"),
                Arguments.of(
                        "GET", "/api/v1/tenants/demo/namespaces/-ab", "invalid-name", "namespace"),
                Arguments.of(
                        "GET",
                        "/api/v1/tenants/demo/members/somebody",
                        "invalid-name",
                        "principal"));
    }

    @ParameterizedTest
    @MethodSource({"bodies", "fields"})
    void bodies(String path, String body, String code, String field) {
        var api = path.equals(NAMESPACE) ? developer : admin;
        var before = seen(api, path);
        api.put(path, body).expectViolation(400, code, field);
        assertThat(seen(api, path)).isEqualTo(before);
        var operations =
                developer
                        .get("/api/v1/operations?tenant=demo&namespace=bad-input-it")
                        .expect(200)
                        .json();
        assertThat(operations.get("items")).isEmpty();
    }

    private static String seen(Api api, String path) {
        var answer = api.get(path);
        return answer.status() == 200 ? answer.text() : String.valueOf(answer.status());
    }

    @ParameterizedTest
    @MethodSource
    void queries(String method, String path, String code, String field) {
        developer.send(method, path, null).expectViolation(400, code, field);
    }

    @Test
    void severalFaultsAreToldAtOnce() {
        developer
                .put(NAMESPACE, "{\"abstraction\":\"nope\",\"ttl\":\"x\",\"colour\":1}")
                .expectViolation(400, "invalid-request", "abstraction")
                .expectViolation(400, "invalid-request", "ttl")
                .expectViolation(400, "invalid-request", "colour");
    }

    @Test
    void whatHttpItselfRefusesIsAProblemToo() {
        developer
                .put(NAMESPACE, SPEC, "Content-Type", "text/plain")
                .expectProblem(415, "unsupported-media-type");
        developer.get("/api/v1/me", "Accept", "text/html").expectProblem(406, "not-acceptable");
        developer
                .send("POST", NAMESPACE, "{}".getBytes(StandardCharsets.UTF_8))
                .expectProblem(405, "method-not-allowed");
        developer
                .send("POST", "/api/v1/me", "{}".getBytes(StandardCharsets.UTF_8))
                .expectProblem(405, "method-not-allowed");
        developer.get("/api/v1/no-such-thing").expectProblem(404, "not-found");
        developer
                .get("/api/v1/no-such-thing", "Accept", "text/html")
                .expectProblem(404, "not-found");
        var large = "{\"description\":\"" + "x".repeat(300_000) + "\"}";
        developer.put(NAMESPACE, large).expectProblem(413, "payload-too-large");
        var huge = new byte[9 << 20];
        developer.send("PUT", NAMESPACE, huge).expectProblem(413, "payload-too-large");
        developer.get("/api/v1/me?x=" + "y".repeat(20_000)).expectProblem(414, "limit-exceeded");
        developer
                .get("/api/v1/me", "X-Long", "y".repeat(20_000))
                .expectProblem(431, "limit-exceeded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/50%", "/api/v1/tenants/%zz"})
    void aPathThatIsNotPercentEncodedIsAProblemToo(String path) throws IOException {
        var request = "GET " + path + " HTTP/1.1\nHost: quarry\nConnection: close\n\n";
        assertThat(Wire.exchange(Stack.url(), request))
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json", "\"invalid-request\"", "\"field\":\"path\"");
    }

    @Test
    void aBadHeaderIsNamed() {
        developer
                .put(NAMESPACE, SPEC, "If-Match", "3")
                .expectViolation(400, "invalid-request", "If-Match");
        developer
                .put(NAMESPACE, SPEC, "If-None-Match", "\"3\"")
                .expectViolation(400, "invalid-request", "If-None-Match");
        developer
                .put(NAMESPACE, SPEC, "Idempotency-Key", "k".repeat(256))
                .expectViolation(400, "invalid-request", "Idempotency-Key");
    }

    @Test
    void aPageTokenBelongsToItsListing() {
        var tenants = admin.get("/api/v1/tenants?limit=1").expect(200).json();
        var token = tenants.get("next_page_token").asText();
        var second = admin.get("/api/v1/tenants?limit=1&page_token=" + token).expect(200).json();
        assertThat(second.at("/items/0/name")).isNotEqualTo(tenants.at("/items/0/name"));
        admin.get("/api/v1/tenants/demo/namespaces?page_token=" + token)
                .expectViolation(400, "page-token-invalid", "page_token");
    }

    @Test
    void aStrangerToTheApiLearnsNothingOfIt() {
        var good = Tokens.of("demo-developer");
        Api.anonymous().get("/api/v1/no-such-thing").expectProblem(401, "unauthenticated");
        Api.anonymous()
                .get("/api/v1/me", "Authorization", "Basic ZTpm")
                .expectProblem(401, "unauthenticated");
        Api.withToken("eyJhbGciOiJub25lIn0." + good.split("\\.", -1)[1] + ".")
                .get("/api/v1/me")
                .expectProblem(401, "unauthenticated");
        assertThat(Api.anonymous().get("/api/v1/me", "Accept", "text/html").status())
                .isEqualTo(401);
    }

    @Test
    void aRaceForOneNameHasOneWinner() throws InterruptedException {
        var name = freshName();
        var answers = java.util.Collections.synchronizedList(new java.util.ArrayList<Integer>());
        var threads =
                Stream.generate(
                                () ->
                                        Thread.ofVirtual()
                                                .start(
                                                        () ->
                                                                answers.add(
                                                                        developer
                                                                                .put(
                                                                                        path(
                                                                                                "demo",
                                                                                                name),
                                                                                        SPEC,
                                                                                        "If-None-Match",
                                                                                        "*")
                                                                                .status())))
                        .limit(4)
                        .toList();
        for (var thread : threads) {
            thread.join();
        }
        assertThat(answers)
                .containsOnlyOnce(202)
                .allMatch(status -> status == 202 || status == 409);
        var operation =
                developer
                        .get("/api/v1/operations?tenant=demo&namespace=" + name)
                        .json()
                        .at("/items/0/id");
        developer.get("/api/v1/operations/" + operation.asText() + "?wait=60s").expect(200);
        io.quarry.api.kit.Namespaces.purge(developer, "demo", name);
    }
}
