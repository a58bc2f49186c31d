package io.quarry.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenVerifierTest {
    private static final Issuer KEYCLOAK = new Issuer("k1");
    private static final Instant START = Instant.parse("2026-11-24T08:00:00Z");

    @TempDir Path folder;

    private final SettableClock clock = new SettableClock();
    private final AtomicInteger fetches = new AtomicInteger();
    private final IdentityConfig config =
            new SmallRyeConfigBuilder()
                    .withMapping(IdentityConfig.class)
                    .addDiscoveredConverters()
                    .build()
                    .getConfigMapping(IdentityConfig.class);
    private volatile String published = KEYCLOAK.jwks();
    private SigningKeys keys;
    private TokenVerifier verifier;

    @BeforeEach
    void fetchKeys() throws InterruptedException {
        keys = signingKeys();
        verifier = new TokenVerifier(keys, config, clock);
        assertThat(keys.refresh()).isTrue();
    }

    private SigningKeys signingKeys() {
        var file = new StateFile(folder.resolve("keys.json"));
        return new SigningKeys(
                config,
                file,
                () -> {
                    fetches.incrementAndGet();
                    if (published.isEmpty()) {
                        throw new IOException("away");
                    }
                    return published;
                },
                clock);
    }

    private Map<String, Object> claims() {
        var claims = new HashMap<String, Object>();
        claims.put("iss", config.issuer());
        claims.put("aud", List.of("account", "quarry"));
        claims.put("sub", "0b7c");
        claims.put("preferred_username", "demo-developer");
        claims.put("azp", "quarry-local");
        claims.put("exp", START.plusSeconds(60).getEpochSecond());
        claims.put("iat", START.getEpochSecond());
        return claims;
    }

    private String tokenWith(String claim, Object value) {
        var claims = claims();
        claims.put(claim, value);
        return KEYCLOAK.sign(claims);
    }

    private void assertRefused(String token, ProblemCode code, String says) {
        assertThatThrownBy(() -> verifier.verify(token))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code))
                .hasMessageContaining(says);
    }

    @Test
    void aPersonsTokenNamesThePerson() {
        var token = verifier.verify(KEYCLOAK.sign(claims()));
        assertThat(token.principal().address()).isEqualTo("user:demo-developer");
        assertThat(token.principal().subject()).isEqualTo("0b7c");
        assertThat(token.name()).isEqualTo("demo-developer");
    }

    @Test
    void aProgramsTokenNamesTheProgram() {
        assertThat(
                        verifier.verify(tokenWith("client_id", "quarry-terraform"))
                                .principal()
                                .address())
                .isEqualTo("client:quarry-terraform");
        assertThat(
                        verifier.verify(
                                        tokenWith(
                                                "preferred_username",
                                                "service-account-quarry-local"))
                                .principal()
                                .address())
                .isEqualTo("client:quarry-local");
    }

    @Test
    void aPersonCannotTakeAProgramsNameThroughAnotherProgram() {
        assertThat(
                        verifier.verify(
                                        tokenWith(
                                                "preferred_username",
                                                "service-account-quarry-terraform"))
                                .principal()
                                .address())
                .isEqualTo("user:service-account-quarry-terraform");
    }

    @Test
    void anExpiredTokenIsRefusedAlsoWhileItIsRemembered() {
        var token = KEYCLOAK.sign(claims());
        verifier.verify(token);
        clock.now = START.plusSeconds(60);
        assertRefused(token, ProblemCode.TOKEN_EXPIRED, "expired at 2026-11-24T08:01:00Z");
    }

    @Test
    void anotherIssuerAudienceOrTimeIsRefused() {
        assertRefused(
                tokenWith("iss", config.issuer() + "2"), ProblemCode.UNAUTHENTICATED, "issuer");
        assertRefused(tokenWith("aud", "account"), ProblemCode.UNAUTHENTICATED, "audience");
        assertRefused(
                tokenWith("nbf", START.plusSeconds(50).getEpochSecond()),
                ProblemCode.UNAUTHENTICATED,
                "yet");
        var claims = claims();
        claims.remove("exp");
        assertRefused(KEYCLOAK.sign(claims), ProblemCode.UNAUTHENTICATED, "lacks an expiry");
        claims = claims();
        claims.remove("aud");
        assertRefused(KEYCLOAK.sign(claims), ProblemCode.UNAUTHENTICATED, "audience");
    }

    @Test
    void unsignedAndSymmetricTokensAreRefused() throws Exception {
        var header =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                "{\"alg\":\"none\",\"kid\":\"k1\"}"
                                        .getBytes(StandardCharsets.UTF_8));
        var payload = KEYCLOAK.sign(claims()).split("\\.", -1)[1];
        assertRefused(header + "." + payload + ".", ProblemCode.UNAUTHENTICATED, "");

        var confused = new JsonWebSignature();
        confused.setPayload(
                new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
        confused.setKey(new HmacKey(KEYCLOAK.key.getPublicKey().getEncoded()));
        confused.setKeyIdHeaderValue("k1");
        confused.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        assertRefused(confused.getCompactSerialization(), ProblemCode.UNAUTHENTICATED, "");
    }

    @Test
    void aChangedTokenIsRefused() {
        var parts = KEYCLOAK.sign(claims()).split("\\.", -1);
        var other = KEYCLOAK.sign(Map.of("sub", "x")).split("\\.", -1);
        assertRefused(
                parts[0] + "." + parts[1] + "." + other[2],
                ProblemCode.UNAUTHENTICATED,
                "signature");
        assertRefused("not a token", ProblemCode.UNAUTHENTICATED, "");
        assertRefused("", ProblemCode.UNAUTHENTICATED, "");
        assertRefused("a.b.c", ProblemCode.UNAUTHENTICATED, "");
        assertRefused("x".repeat(20_000), ProblemCode.UNAUTHENTICATED, "longer");
    }

    @Test
    void anUnknownKeyIsRefusedAtOnceAndLearntByARefresh() throws Exception {
        var rotated = new Issuer("k2");
        var token = rotated.sign(claims());
        assertRefused(token, ProblemCode.UNAUTHENTICATED, "unknown key");

        published = rotated.jwks();
        clock.now = START.plus(config.refreshAtMostEvery());
        var answer = verifier.verifyAfterRefresh(token).toCompletableFuture();
        assertThat(answer).isNotDone();
        assertThat(keys.refresh()).isTrue();
        assertThat(answer).isCompleted();
        assertThat(answer.get().principal().address()).isEqualTo("user:demo-developer");
        assertThat(keys.find("k1")).isNull();
    }

    @Test
    void unknownKeysAskForOneFetchOnly() {
        assertRefused(new Issuer("k1").sign(claims()), ProblemCode.UNAUTHENTICATED, "signature");
        var stranger = new Issuer("nobody").sign(claims());
        var answer = verifier.verifyAfterRefresh(stranger).toCompletableFuture();
        assertThat(answer).isCompletedExceptionally();
        assertThat(fetches).hasValue(1);
    }

    @Test
    void keysSurviveAnOutageAndARestart() throws Exception {
        published = "";
        assertThat(keys.refresh()).isFalse();
        assertThat(verifier.verify(KEYCLOAK.sign(claims())).name()).isEqualTo("demo-developer");
        assertThat(keys.state().working()).isFalse();

        var file = folder.resolve("keys.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).doesNotContain("\"d\"");
        var snapshot = Files.readString(file);
        assertThat(KeySet.fromSnapshot(snapshot, config.issuer()).byId()).containsKey("k1");
        assertThat(KeySet.fromSnapshot(snapshot, "http://elsewhere").isEmpty()).isTrue();
    }

    @Test
    void withoutAnyKeyTheAnswerIsThatTheControlPlaneIsAway() {
        verifier = new TokenVerifier(signingKeys(), config, clock);
        assertRefused(
                KEYCLOAK.sign(claims()), ProblemCode.CONTROL_PLANE_UNAVAILABLE, "No signing keys");
    }

    @Test
    void verifiedTokensAreTrustedForTenSecondsByDefault() {
        assertThat(config.trustVerifiedFor()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.algorithms()).containsExactlyInAnyOrder("RS256", "ES256", "PS256");
    }

    private static final class SettableClock extends Clock {
        private volatile Instant now = START;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
