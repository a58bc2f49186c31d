package io.quarry.api.control;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.data.KillableApi;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.ContractRoute;
import io.quarry.api.kit.Faults;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * platform-api is killed in the middle of every change that the contract has: before what it did is
 * committed, and after that, before it is answered. A client that asks again under its key gets the
 * answer that it would have got, and it was done once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // it is there before each test
class MutationFaultsIT {
    private static final List<String> MOMENTS = List.of(" before commit", " after commit");

    /** Of changes and moments, where not all are tried. */
    private static final int SAMPLE = 5;

    /** A secret is shown once; what comes of a cut there, ServiceAccountFaultsIT tells. */
    private static final String ACCOUNTS = "service-account.";

    private KillableApi api;
    private AuditTries tries;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        api = new KillableApi(folder, Map.of());
        tries = new AuditTries(Api.as("platform-admin").persistent(api::revive));
    }

    @AfterAll
    void repair() throws InterruptedException {
        api.close();
    }

    private record Cut(String operation, String action, String moment) {
        @Override
        public String toString() {
            return operation + ": " + action + moment;
        }
    }

    @TestFactory
    Stream<DynamicTest> whatWasCutOffIsDoneOnce() throws IOException {
        var cuts =
                ContractRoute.below("/api/").stream()
                        .flatMap(
                                route ->
                                        actions(route)
                                                .filter(action -> !action.startsWith(ACCOUNTS))
                                                .flatMap(
                                                        action ->
                                                                MOMENTS.stream()
                                                                        .map(
                                                                                moment ->
                                                                                        new Cut(
                                                                                                route
                                                                                                        .operationId(),
                                                                                                action,
                                                                                                moment))))
                        .toList();
        assertThat(cuts).hasSizeGreaterThan(SAMPLE);
        return Faults.chosen(cuts, SAMPLE).stream()
                .map(cut -> DynamicTest.dynamicTest(cut.toString(), () -> isDoneOnce(cut)));
    }

    private static Stream<String> actions(ContractRoute route) {
        var actions = route.facts().path(ContractFacts.AUDIT);
        return StreamSupport.stream(actions.spliterator(), false).map(JsonNode::asText);
    }

    private void isDoneOnce(Cut cut) {
        var change = requireNonNull(tries.all().get(cut.operation() + " " + cut.action()));
        api.dieAt(cut.action() + cut.moment());
        var made = change.change();
        assertThat(api.died()).isTrue();
        var rows =
                Api.as("platform-admin")
                        .get(
                                "/api/v1/audit-events?action="
                                        + cut.action()
                                        + "&resource="
                                        + URLEncoder.encode(
                                                made.resource(), StandardCharsets.UTF_8))
                        .expect(200)
                        .json()
                        .path("items");
        assertThat(rows)
                .isNotEmpty()
                .extracting(row -> row.path("request_id").asText() + row.path("outcome"))
                .doesNotHaveDuplicates();
    }
}
