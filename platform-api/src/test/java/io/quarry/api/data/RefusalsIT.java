package io.quarry.api.data;

import io.quarry.api.kit.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Bad input and isolation on the running stack, with tokens of the identity provider. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the namespaces are there before each test
class RefusalsIT extends RefusalsContract {
    private final String name = "no-" + Long.toString(System.nanoTime(), 36);
    private DataClient writer;

    @BeforeAll
    void make() {
        writer = RunningStack.namespace(name);
        RunningStack.namespace(name + "-2");
    }

    @AfterAll
    void drop() {
        RunningStack.drop(name);
        RunningStack.drop(name + "-2");
    }

    @Override
    DataClient writer() {
        return writer;
    }

    @Override
    String readersToken() {
        return Tokens.of("demo-viewer");
    }

    @Override
    String strangersToken() {
        return Tokens.of("other-developer");
    }

    @Override
    String otherNamespace() {
        return "demo/" + name + "-2";
    }

    @Override
    List<BadToken> badTokens() {
        var parts = Tokens.of("demo-developer").split("\\.");
        var unsigned = encode("{\"alg\":\"none\",\"typ\":\"JWT\"}");
        var shared = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
        var signature =
                parts[2].startsWith("A")
                        ? "B" + parts[2].substring(1)
                        : "A" + parts[2].substring(1);
        return List.of(
                new BadToken("no token at all", "garbage", "unauthenticated"),
                new BadToken("expired", Tokens.expired("demo-developer"), "token-expired"),
                new BadToken("another issuer", Tokens.ofAnotherIssuer(), "unauthenticated"),
                new BadToken(
                        "another audience",
                        Tokens.forAnotherAudience("demo-developer"),
                        "unauthenticated"),
                new BadToken(
                        "another signature",
                        parts[0] + "." + parts[1] + "." + signature,
                        "unauthenticated"),
                new BadToken(
                        "another tenant's claims",
                        parts[0]
                                + "."
                                + Tokens.of("other-developer").split("\\.")[1]
                                + "."
                                + parts[2],
                        "unauthenticated"),
                new BadToken("no signature", unsigned + "." + parts[1] + ".", "unauthenticated"),
                new BadToken(
                        "a shared secret",
                        shared + "." + parts[1] + "." + parts[2],
                        "unauthenticated"));
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
