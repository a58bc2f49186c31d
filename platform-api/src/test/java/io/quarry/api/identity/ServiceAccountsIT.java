package io.quarry.api.identity;

import static io.quarry.api.identity.Accounts.OF_DEMO;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarry.api.identity.Accounts.Shown;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.Namespaces;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceAccountsIT {
    private final Api admin = Api.as("demo-admin");
    private final List<Shown> made = new ArrayList<>();

    private Shown create() {
        var account = Accounts.create(admin);
        made.add(account);
        return account;
    }

    @AfterEach
    void deleteWhatWasMade() {
        made.forEach(account -> admin.delete(account.path()));
    }

    @Test
    void aSecretIsShownOnceAndWorks() throws Exception {
        var name = Namespaces.freshName();
        var key = Namespaces.freshName();
        var answer = admin.post(OF_DEMO, Accounts.body(name), "Idempotency-Key", key).expect(201);
        assertThat(answer.header("Cache-Control")).contains("no-store");
        var account = Shown.of(answer.json());
        made.add(account);
        assertThat(account.id()).matches("sa\\.demo\\." + name + "\\.[a-z0-9]{8}");
        var program = Api.withToken(account.token());
        var me = program.get("/api/v1/me").expect(200).json();
        assertThat(me.path("principal").asText()).isEqualTo("client:" + account.id());
        assertThat(me.at("/grants/0/role").asText()).isEqualTo("tenant-developer");
        var pasted = new ProcessBuilder("bash", "-c", answer.json().path("curl").asText()).start();
        var output = new String(pasted.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(new ObjectMapper().readTree(output).path("access_token").asText()).isNotEmpty();

        var again = admin.post(OF_DEMO, Accounts.body(name), "Idempotency-Key", key).expect(201);
        assertThat(again.json().path("client_secret").isNull()).isTrue();
        assertThat(again.json().path("client_id").asText()).isEqualTo(account.clientId());
        assertThat(again.json().path("note").asText()).contains("Idempotency-Key");
        var seen =
                List.of(
                        again.text(),
                        admin.get(account.path()).expect(200).text(),
                        admin.get(OF_DEMO + "?limit=500").expect(200).text(),
                        admin.get("/api/v1/audit-events?tenant=demo&resource=" + account.id())
                                .expect(200)
                                .text());
        assertThat(seen).allSatisfy(text -> assertThat(text).doesNotContain(account.secret()));
        assertThat(seen.getLast()).contains("service-account.create", account.clientId());
        assertThat(Realm.clients("sa.demo." + name + ".")).containsExactly(account.clientId());
    }

    @Test
    void afterARotationTheOldSecretWorksForTheOverlapAndNotLonger() {
        var old = create();
        var rotated = admin.post(old.path() + ":rotate?overlap=PT8S", "").expect(200).json();
        var fresh = Shown.of(rotated);
        assertThat(fresh.id()).isEqualTo(old.id());
        assertThat(fresh.clientId()).isNotEqualTo(old.clientId());
        assertThat(fresh.works()).isTrue();
        var until = Instant.parse(rotated.at("/account/credentials/0/works_until").asText());
        var token = old.token();
        assertThat(Instant.now()).as("it was tried within the overlap").isBefore(until);
        assertThat(principal(token)).isEqualTo(principal(fresh.token()));
        Realm.await("the old secret ends", () -> !old.works());
        assertThat(Instant.now()).isBetween(until, until.plusSeconds(20));
        assertThat(fresh.works()).isTrue();
        var shown = admin.get(old.path()).expect(200).json();
        assertThat(shown.at("/credentials").findValuesAsText("client_id"))
                .containsExactly(fresh.clientId());
        assertThat(shown.path("rotated_at").isNull()).isFalse();
    }

    @Test
    void aLeakedSecretIsReplacedAtOnce() {
        var leaked = create();
        var kept = Accounts.rotate(admin, leaked, "PT1H");
        var fresh = Accounts.rotate(admin, leaked, "PT0S");
        Realm.await("all before it end", () -> !leaked.works() && !kept.works());
        assertThat(fresh.works()).isTrue();
        var rotate = leaked.path() + ":rotate?overlap=";
        admin.post(rotate + "P31D", "").expectViolation(400, "invalid-request", "overlap");
        admin.post(rotate + "PT1H&dry_run=true", "").expect(200);
        assertThat(fresh.works()).isTrue();
    }

    @Test
    void aDeletedAccountReachesNoDataWithinTwoSecondsThoughItsTokenLives() {
        var developer = Api.as("demo-developer");
        var name = Namespaces.freshName();
        Namespaces.create(developer, "demo", name, Namespaces.SPEC);
        try {
            var account = create();
            var program = Api.withToken(account.token());
            var item = "/data/v1/kv/demo/" + name + "/records/r/items/k";
            awaitWithin(
                    Duration.ofSeconds(10),
                    "the grant arrives",
                    () -> program.put(item, "\"v\"").status() == 204);
            assertThat(program.get(item).status()).isEqualTo(200);
            admin.delete(account.path() + "?dry_run=true").expect(200);
            assertThat(program.get(item).status()).isEqualTo(200);
            admin.delete(account.path()).expect(204);
            awaitWithin(
                    Duration.ofSeconds(2),
                    "the grant is gone",
                    () -> List.of(403, 404).contains(program.get(item).status()));
            assertThat(program.put(item, "\"w\"").status()).isIn(403, 404);
            assertThat(program.get("/api/v1/me").expect(200).json().path("grants")).isEmpty();
            admin.get(account.path()).expectProblem(404, "not-found");
            admin.delete(account.path()).expectProblem(404, "not-found");
            admin.post(account.path() + ":rotate", "").expectProblem(404, "not-found");
            Realm.await("its client goes", () -> !account.works());
        } finally {
            Namespaces.purge(developer, "demo", name);
        }
    }

    @Test
    void anotherTenantCanNeitherSeeNorGuessNorChangeIt() {
        var account = create();
        var stranger = Api.as("other-developer");
        stranger.get(OF_DEMO).expectProblem(404, "not-found");
        stranger.post(OF_DEMO, Accounts.body("mine")).expectProblem(404, "not-found");
        stranger.get(account.path()).expectProblem(404, "not-found");
        stranger.post(account.path() + ":rotate", "").expectProblem(404, "not-found");
        stranger.delete(account.path()).expectProblem(404, "not-found");
        var platform = Api.as("platform-admin");
        var guessed = "/api/v1/tenants/other/service-accounts/" + account.id();
        platform.get(guessed).expectProblem(404, "not-found");
        platform.post(guessed + ":rotate", "").expectProblem(404, "not-found");
        platform.delete(guessed).expectProblem(404, "not-found");
        assertThat(platform.get("/api/v1/tenants/other/service-accounts").expect(200).text())
                .doesNotContain(account.id());
        assertThat(account.works()).isTrue();
    }

    @Test
    void onlyWhoMayChangeMembersChangesThem() {
        var account = create();
        for (var person : List.of("demo-viewer", "demo-developer")) {
            var reader = Api.as(person);
            assertThat(reader.get(account.path()).expect(200).json().path("permissions").toString())
                    .isEqualTo("[\"read\"]");
            reader.post(OF_DEMO, Accounts.body("mine")).expectProblem(403, "forbidden");
            reader.post(account.path() + ":rotate", "").expectProblem(403, "forbidden");
            reader.delete(account.path()).expectProblem(403, "forbidden");
        }
        assertThat(account.works()).isTrue();
    }

    @Test
    void whatCannotBeMadeIsNamed() {
        var name = create().id().split("\\.")[2];
        admin.post(OF_DEMO, Accounts.body(name)).expectProblem(409, "name-taken");
        admin.post(OF_DEMO, "{\"name\": \"No Name\"}").expectViolation(400, "invalid-name", "name");
        admin.post(OF_DEMO, "{}").expectViolation(400, "invalid-name", "name");
        admin.post(OF_DEMO, "{\"name\": \"fine\", \"role\": \"platform-admin\"}")
                .expectViolation(400, "invalid-request", "role");
        admin.post(OF_DEMO, "{\"name\": \"fine\", \"role\": \"king\"}")
                .expectProblem(400, "invalid-request");
        Api.as("platform-admin")
                .post("/api/v1/tenants/no-such-tenant/service-accounts", Accounts.body("fine"))
                .expectProblem(404, "not-found");
        var plan = admin.post(OF_DEMO + "?dry_run=true", Accounts.body("fine")).expect(200);
        assertThat(plan.json().path("action").asText()).isEqualTo("create");
        assertThat(Realm.clients("sa.demo.fine.")).isEmpty();
    }

    private static String principal(String token) {
        return Api.withToken(token).get("/api/v1/me").expect(200).json().path("principal").asText();
    }

    private static void awaitWithin(
            Duration most, String what, java.util.function.BooleanSupplier condition) {
        var end = Instant.now().plus(most);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("not within " + most + ": " + what).isBefore(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
