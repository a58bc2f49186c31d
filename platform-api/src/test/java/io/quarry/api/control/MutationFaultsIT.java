package io.quarry.api.control;

import static io.quarry.api.control.ContractFacts.AUDIT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.data.KillableApi;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.ContractRoute;
import io.quarry.testkit.Faults;
import io.quarry.testkit.Ledgers;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
    private static final Set<String> ELSEWHERE =
            Set.of("service-account.create", "service-account.rotate", "service-account.delete");

    /** Changes nothing, though it is asked by POST. */
    private static final String QUESTION = "planCapacity";

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
        assertThat(Ledgers.differences("demo")).isEmpty();
    }

    private record Cut(String operation, String action, String moment) {
        String change() {
            return operation + " " + action;
        }

        @Override
        public String toString() {
            return operation + ": " + action + moment;
        }
    }

    @TestFactory
    Stream<DynamicTest> whatWasCutOffIsDoneOnce() throws IOException {
        var cuts = new ArrayList<Cut>();
        var routes = ContractRoute.below("/api/");
        assertThat(routes)
                .filteredOn(route -> route.changes() && route.facts().path(AUDIT).isEmpty())
                .extracting(ContractRoute::operationId)
                .as("changes that nobody would find in the audit log, nor cut off here")
                .containsExactly(QUESTION);
        for (var route : routes) {
            for (var action : actions(route)) {
                for (var moment : MOMENTS) {
                    cuts.add(new Cut(route.operationId(), action, moment));
                }
            }
        }
        assertThat(cuts).hasSizeGreaterThan(SAMPLE);
        assertThat(tries.all().keySet())
                .as("say in AuditTries how each change is made")
                .containsAll(cuts.stream().map(Cut::change).toList());
        return Faults.chosen(cuts, SAMPLE).stream()
                .map(cut -> DynamicTest.dynamicTest(cut.toString(), () -> isDoneOnce(cut)));
    }

    private static List<String> actions(ContractRoute route) {
        var actions = new ArrayList<String>();
        route.facts().path(AUDIT).forEach(action -> actions.add(action.asText()));
        actions.removeAll(ELSEWHERE);
        return actions;
    }

    private void isDoneOnce(Cut cut) {
        var change = requireNonNull(tries.all().get(cut.change()));
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
