package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.SPEC;
import static io.quarry.api.kit.Namespaces.awaitEnd;
import static io.quarry.api.kit.Namespaces.freshName;
import static io.quarry.api.kit.Namespaces.path;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.Awaiting;
import io.quarry.api.kit.Namespaces;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Namespaces that come back with their data, on the running stack. */
class NamespaceRestoreIT {
    private static final String RETIRED = "/api/v1/tenants/demo/retired-namespaces";
    private static final int ITEMS = 20;

    private final Api developer = Api.as("demo-developer");

    private static String item(String name, int number) {
        return "/data/v1/kv/demo/" + name + "/records/r-" + number + "/items/key";
    }

    /** A namespace with data in it. */
    private String filled(String name) {
        var uid = Namespaces.create(developer, "demo", name, SPEC).get("uid").asText();
        for (var n = 0; n < ITEMS; n++) {
            developer.put(item(name, n), "value " + n, "Content-Type", "text/plain").expect(204);
        }
        return uid;
    }

    private void retire(String name, String retention) {
        awaitEnd(
                developer,
                developer.delete(path("demo", name) + "?retention=" + retention).expect(202));
    }

    private void assertDataIsThere(String name) {
        for (var n = 0; n < ITEMS; n++) {
            assertThat(developer.get(item(name, n)).expect(200).text()).isEqualTo("value " + n);
        }
    }

    private JsonNode kept(String uid) {
        var page = developer.get(RETIRED + "?limit=500").expect(200).json();
        return StreamSupport.stream(page.get("items").spliterator(), false)
                .filter(each -> each.get("uid").asText().equals(uid))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void itComesBackWithItsDataItsGrantsAndItsSpec() {
        var name = freshName();
        var uid = filled(name);
        var admin = Api.as("demo-admin");
        var guest = Api.as("other-developer");
        admin.put(
                        path("demo", name) + "/grants/user:other-developer",
                        "{\"role\": \"data-reader\"}")
                .expect(201);
        Awaiting.within(
                Duration.ofSeconds(2),
                "the guest reads",
                () -> guest.get(item(name, 0)).status() == 200);
        retire(name, "P1D");
        developer.get(item(name, 0)).expectProblem(404, "not-found");
        guest.get(path("demo", name)).expectProblem(404, "not-found");

        var listed = kept(uid);
        assertThat(listed.get("name").asText()).isEqualTo(name);
        assertThat(listed.get("spec").get("description").asText()).isEqualTo("made by a test");
        assertThat(listed.get("refusals")).isEmpty();
        assertThat(listed.get("permissions"))
                .extracting(permission -> permission.asText())
                .containsExactly("restore");
        assertThat(
                        Duration.between(
                                Instant.parse(listed.get("retired_at").asText()),
                                Instant.parse(listed.get("purge_at").asText())))
                .isBetween(Duration.ofHours(23), Duration.ofHours(25));

        var restore = RETIRED + "/" + uid + ":restore";
        var plan = developer.send("POST", restore + "?dry_run=true", null).expect(200).json();
        assertThat(plan.get("action").asText()).isEqualTo("restore");
        assertThat(plan.get("refusals")).isEmpty();
        developer.get(path("demo", name)).expectProblem(404, "not-found");
        Api.as("demo-viewer").send("POST", restore, null).expectProblem(403, "forbidden");
        guest.send("POST", restore, null).expectProblem(404, "not-found");

        var key = UUID.randomUUID().toString();
        var accepted = developer.send("POST", restore, null, "Idempotency-Key", key).expect(202);
        assertThat(accepted.json().get("type").asText()).isEqualTo("RestoreNamespace");
        assertThat(developer.send("POST", restore, null, "Idempotency-Key", key).json().get("id"))
                .isEqualTo(accepted.json().get("id"));
        awaitEnd(developer, accepted);
        var restored = developer.get(path("demo", name)).expect(200).json();
        assertThat(restored.get("uid").asText()).isEqualTo(uid);
        assertThat(restored.at("/status/state").asText()).isEqualTo("ACTIVE");
        assertDataIsThere(name);
        assertThat(guest.get(item(name, 0)).expect(200).text()).isEqualTo("value 0");
        developer.put(item(name, 0), "again", "Content-Type", "text/plain").expect(204);
        assertThat(purgeOf(name).get("state").asText()).isEqualTo("CANCELLED");
        developer.send("POST", restore, null).expectProblem(404, "not-found");
        assertThat(
                        admin.get(
                                        "/api/v1/audit-events?tenant=demo&resource=demo/"
                                                + name
                                                + "&action=namespace.restore")
                                .expect(200)
                                .json()
                                .get("items"))
                .hasSize(1);
        Namespaces.purge(developer, "demo", name);
        developer.send("POST", restore, null).expectProblem(404, "not-found");
    }

    private JsonNode purgeOf(String name) {
        return developer
                .get("/api/v1/operations?tenant=demo&type=PurgeNamespace&namespace=" + name)
                .expect(200)
                .json()
                .at("/items/0");
    }

    @Test
    void whoHasTheNameNowIsNamedAndOnceItIsFreeTheOtherComesBack() {
        var name = freshName();
        var uid = filled(name);
        retire(name, "P1D");
        var holder = Namespaces.create(developer, "demo", name, SPEC).get("uid").asText();
        var restore = RETIRED + "/" + uid + ":restore";
        var refused = developer.send("POST", restore, null).expectProblem(409, "name-taken");
        assertThat(refused.json().get("detail").asText()).contains("demo/" + name, holder);
        assertThat(kept(uid).at("/refusals/0/code").asText()).isEqualTo("name-taken");
        developer.get(item(name, 0)).expectProblem(404, "item-not-found");
        Namespaces.purge(developer, "demo", name);
        awaitEnd(developer, developer.send("POST", restore, null).expect(202));
        assertDataIsThere(name);
        Namespaces.purge(developer, "demo", name);
    }

    /** The request comes when the purge is due, a little earlier or later: either may win. */
    @Test
    void ofTheDuePurgeAndTheRestoringExactlyOneWins() {
        var restored = 0;
        var purged = 0;
        for (var n = 0; n < 6; n++) {
            var name = freshName();
            var uid = filled(name);
            retire(name, "PT2S");
            var due = Instant.parse(kept(uid).get("purge_at").asText());
            Awaiting.until(due.plusMillis(n * 400L - 600));
            var answer = developer.send("POST", RETIRED + "/" + uid + ":restore", null);
            if (answer.status() == 202) {
                restored++;
                awaitEnd(developer, answer);
                assertDataIsThere(name);
                assertThat(purgeOf(name).get("state").asText()).isEqualTo("CANCELLED");
                Namespaces.purge(developer, "demo", name);
            } else {
                purged++;
                assertThat(answer.json().get("code").asText())
                        .as(answer.text())
                        .isIn("purge-begun", "not-found");
                Awaiting.within(
                        Duration.ofSeconds(30),
                        "the purge succeeds",
                        () -> purgeOf(name).get("state").asText().equals("SUCCEEDED"));
                developer.get(path("demo", name)).expectProblem(404, "not-found");
            }
        }
        System.out.println("restored " + restored + ", purged " + purged);
    }

    @Test
    void whatIsPurgedAtOnceNeverComesBack() {
        var name = freshName();
        var uid = filled(name);
        retire(name, "PT0S");
        developer
                .send("POST", RETIRED + "/" + uid + ":restore", null)
                .expectProblem(404, "not-found");
        developer
                .send("POST", RETIRED + "/no-such-uid:restore", null)
                .expectViolation(400, "invalid-request", "uid");
    }
}
