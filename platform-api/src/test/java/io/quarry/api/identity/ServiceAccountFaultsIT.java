package io.quarry.api.identity;

import static io.quarry.api.identity.Accounts.OF_DEMO;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.api.data.KillableApi;
import io.quarry.api.data.StackControl;
import io.quarry.api.identity.Accounts.Shown;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.Namespaces;
import io.quarry.api.kit.Tokens;
import io.quarry.testkit.Ledgers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The process is killed between rows and clients, at each point, and Keycloak is away: afterwards
 * no client works that no row knows, and no row names a client that is not there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
@SuppressWarnings("NullAway.Init") // it is there before each test
class ServiceAccountFaultsIT {
    private static final Map<String, String> IMPATIENT =
            Map.of(
                    "QUARRY_SERVICE_ACCOUNTS_SETTLE_AFTER", "PT2S",
                    "QUARRY_SERVICE_ACCOUNTS_SETTLE_EVERY", "PT0.5S",
                    "QUARRY_SERVICE_ACCOUNTS_COMPARE_EVERY", "PT2S");

    private final Api admin = Api.as("demo-admin");
    private KillableApi api;

    /** What was being made when the process ended. */
    private final Map<HaltPoint, String> made =
            Map.of(
                    HaltPoint.ROW_BEGUN, Namespaces.freshName(),
                    HaltPoint.CLIENT_MADE, Namespaces.freshName(),
                    HaltPoint.CONFIRMED, Namespaces.freshName());

    private final String key = Namespaces.freshName();

    /** What was being given a new secret, and what was being deleted. */
    private final Map<HaltPoint, Shown> rotated = new EnumMap<>(HaltPoint.class);

    private final Map<HaltPoint, Shown> deleted = new EnumMap<>(HaltPoint.class);

    /** A token of each that was being deleted. */
    private final Map<HaltPoint, String> tokens = new EnumMap<>(HaltPoint.class);

    /** All of them meet the end of the process at once, and another process comes. */
    @BeforeAll
    void cutOff(@TempDir Path folder) throws Exception {
        api = new KillableApi(folder, IMPATIENT);
        var moments = new ArrayList<String>();
        made.forEach((point, name) -> moments.add(point + " of sa.demo." + name + "."));
        for (var point : List.of(HaltPoint.ROW_BEGUN, HaltPoint.CLIENT_MADE)) {
            rotated.put(point, Accounts.create(admin));
            moments.add(point + " of " + rotated.get(point).id());
        }
        for (var point : List.of(HaltPoint.DELETION_DECIDED, HaltPoint.CLIENT_REMOVED)) {
            var account = Accounts.create(admin);
            deleted.put(point, account);
            tokens.put(point, account.token());
            moments.add(point + " of " + account.id());
        }
        api.dieAt(moments.toArray(String[]::new));
        try (var requests = Executors.newVirtualThreadPerTaskExecutor()) {
            var unanswered = new ArrayList<Future<?>>();
            made.values()
                    .forEach(
                            name ->
                                    unanswered.add(
                                            requests.submit(
                                                    () ->
                                                            admin.post(
                                                                    OF_DEMO,
                                                                    Accounts.body(name),
                                                                    "Idempotency-Key",
                                                                    key + name))));
            rotated.values()
                    .forEach(
                            account ->
                                    unanswered.add(
                                            requests.submit(
                                                    () ->
                                                            Accounts.rotate(
                                                                    admin, account, "PT0S"))));
            // the settler, which removes clients, is another thread: this one may be answered
            deleted.values()
                    .forEach(account -> requests.submit(() -> admin.delete(account.path())));
            for (var request : unanswered) {
                assertThatThrownBy(request::get).hasRootCauseInstanceOf(IOException.class);
            }
        }
        assertThat(api.died()).isTrue();
        api.revive();
    }

    @AfterAll
    void repair() throws Exception {
        api.close();
        assertThat(Ledgers.differences("demo")).isEmpty();
    }

    /**
     * Returns when nothing of it is left to be settled, so that no later process stumbles on it.
     */
    private void delete(Shown account) {
        admin.delete(account.path()).expect(204);
        awaitRemoved(account);
    }

    private void awaitRemoved(Shown account) {
        var removed =
                "/api/v1/audit-events?tenant=demo&action=service-account.removed&resource="
                        + account.id();
        Realm.await(
                "its last row goes",
                () -> !admin.get(removed).expect(200).json().path("items").isEmpty());
    }

    private List<String> names() {
        return admin.get(OF_DEMO + "?limit=500").expect(200).json().findValuesAsText("name");
    }

    private List<String> credentials(Shown account) {
        return admin.get(account.path())
                .expect(200)
                .json()
                .path("credentials")
                .findValuesAsText("client_id");
    }

    @ParameterizedTest
    @EnumSource(
            value = HaltPoint.class,
            names = {"ROW_BEGUN", "CLIENT_MADE"})
    void aCreationThatWasCutOffIsUndone(HaltPoint point) {
        var name = requireNonNull(made.get(point));
        Realm.await(
                "nothing is left",
                () -> !names().contains(name) && Realm.clients("sa.demo." + name + ".").isEmpty());
        var again = Shown.of(admin.post(OF_DEMO, Accounts.body(name)).expect(201).json());
        assertThat(again.works()).isTrue();
        delete(again);
    }

    @Test
    void anAnswerThatWasLostLeavesAnAccountThatARotationGivesASecret() {
        var name = requireNonNull(made.get(HaltPoint.CONFIRMED));
        var known =
                Shown.of(
                        admin.post(OF_DEMO, Accounts.body(name), "Idempotency-Key", key + name)
                                .expect(201)
                                .json());
        assertThat(known.secret()).as("JSON's null").isEqualTo("null");
        var fresh = Accounts.rotate(admin, known, "PT0S");
        assertThat(fresh.works()).isTrue();
        Realm.await(
                "one client is left",
                () -> Realm.clients("sa.demo." + name + ".").equals(List.of(fresh.clientId())));
        delete(fresh);
    }

    @ParameterizedTest
    @EnumSource(
            value = HaltPoint.class,
            names = {"ROW_BEGUN", "CLIENT_MADE"})
    void aRotationThatWasCutOffLeavesTheSecretThatIsInUse(HaltPoint point) {
        var old = requireNonNull(rotated.get(point));
        Realm.await(
                "the new one is undone",
                () ->
                        credentials(old).equals(List.of(old.clientId()))
                                && Realm.clients(old.id()).equals(List.of(old.clientId())));
        assertThat(old.works()).isTrue();
        assertThat(Accounts.rotate(admin, old, "PT1H").works()).isTrue();
        assertThat(old.works()).isTrue();
        delete(old);
    }

    @ParameterizedTest
    @EnumSource(
            value = HaltPoint.class,
            names = {"DELETION_DECIDED", "CLIENT_REMOVED"})
    void aDeletionThatWasCutOffIsFinished(HaltPoint point) {
        var account = requireNonNull(deleted.get(point));
        var token = requireNonNull(tokens.get(point));
        assertThat(Api.withToken(token).get("/api/v1/me").expect(200).json().path("grants"))
                .isEmpty();
        admin.get(account.path()).expectProblem(404, "not-found");
        awaitRemoved(account);
        assertThat(Realm.clients(account.id())).isEmpty();
    }

    @Test
    void whatDiffersFromTheRowsIsFoundAndMended() {
        var account = Accounts.create(admin);
        var orphan = "sa.demo." + Namespaces.freshName() + ".abcdefgh.1";
        Realm.makeClient(orphan, "not-a-secret");
        Realm.removeClient(account.clientId());
        Realm.await("the orphan goes", () -> Realm.clients(orphan).isEmpty());
        Realm.await(
                "the loss is shown",
                () -> admin.get(account.path()).expect(200).text().contains("\"LOST\""));
        assertThat(Accounts.rotate(admin, account, "PT0S").works()).isTrue();
        delete(account);
    }

    @Test
    void withoutKeycloakNothingIsHalfMadeAndADeletionIsFinishedLater() throws Exception {
        var account = Accounts.create(admin);
        var doomed = Accounts.create(admin);
        var stack = new StackControl();
        var keycloak = stack.command("keycloak");
        // one that lives longer than the outage
        var admin = Api.withToken(Tokens.fresh("demo-admin"));
        StackControl.kill(stack.processes("keycloak"));
        var name = Namespaces.freshName();
        Process back = null;
        try {
            var refused =
                    admin.post(OF_DEMO, Accounts.body(name))
                            .expectProblem(503, "identity-provider-unavailable");
            assertThat(refused.json().path("retryable").asBoolean()).isTrue();
            assertThat(admin.get(OF_DEMO + "?limit=500").expect(200).text()).doesNotContain(name);
            admin.post(account.path() + ":rotate", "")
                    .expectProblem(503, "identity-provider-unavailable");
            assertThat(admin.get(account.path()).expect(200).json().path("credentials")).hasSize(1);
            admin.delete(doomed.path()).expect(204);
            admin.get(doomed.path()).expectProblem(404, "not-found");
            back = keycloak.start();
            Realm.await("Keycloak is back", () -> isBack(account));
            Realm.await("the deleted one goes", () -> Realm.clients(doomed.id()).isEmpty());
            assertThat(Realm.clients("sa.demo." + name + ".")).isEmpty();
            assertThat(Accounts.rotate(admin, account, "PT1H").works()).isTrue();
            assertThat(
                            Shown.of(admin.post(OF_DEMO, Accounts.body(name)).expect(201).json())
                                    .works())
                    .isTrue();
        } finally {
            if (back != null) {
                back.destroyForcibly().waitFor();
            }
            api.repairStack();
        }
    }

    private static boolean isBack(Shown account) {
        try {
            return account.works();
        } catch (IllegalStateException | AssertionError notYet) {
            return false;
        }
    }
}
