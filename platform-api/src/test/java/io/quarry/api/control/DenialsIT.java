package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.freshName;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.control.ExpectedAccess.Where;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.ContractRoute;
import io.quarry.api.kit.Tokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Whatever route of the contract denies somebody something says so in the audit log, once a minute.
 * A route that is added is tried as well.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DenialsIT {
    private static final int REPEATED = 3;

    private final Api admin = Api.as("platform-admin");
    private final String nobody = "it-" + freshName();
    private final Api denied = Api.withToken(Tokens.ofAProgram(nobody));
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
    Stream<DynamicTest> eachDenialIsARow() {
        return every.tried("denied", DenialsIT::denies, this::isDeniedAndSaysSo);
    }

    private static boolean denies(ContractRoute route) {
        var where = ExpectedAccess.ofATenant(route) ? Where.OWN : Where.NONE;
        return !ExpectedAccess.of(route, null, where).equals(ExpectedAccess.YES);
    }

    private void isDeniedAndSaysSo(ContractRoute route) {
        for (var n = 0; n < REPEATED; n++) {
            var answer = every.send(denied, route, query(route));
            assertThat(answer.status()).as(answer.text()).isIn(403, 404);
        }
        var rows =
                admin.get("/api/v1/audit-events?outcome=denied&limit=500&actor=client:" + nobody)
                        .expect(200)
                        .json()
                        .path("items");
        // the test may see the minute turn
        assertThat(StreamSupport.stream(rows.spliterator(), false))
                .filteredOn(row -> row.path("action").asText().equals(route.toString()))
                .hasSizeBetween(1, 2);
    }

    private static String query(ContractRoute route) {
        var query = new ArrayList<String>();
        if (route.takes("dry_run")) {
            query.add("dry_run=true");
        }
        if (route.takes("tenant") && !route.path().contains("{tenant}")) {
            query.add("tenant=demo");
        }
        return query.isEmpty() ? "" : "?" + String.join("&", query);
    }
}
