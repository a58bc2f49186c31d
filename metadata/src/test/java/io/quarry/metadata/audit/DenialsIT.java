package io.quarry.metadata.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.access.Principal;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.kit.Together;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is denied again and again is one row, whose it is as well. */
@QuarkusTest
class DenialsIT {
    private static final String ROUTE = "GET /api/v1/tenants/{tenant}";

    @Inject Audit audit;

    private final TenantId tenant = Seed.tenant();
    private final Principal eve = new Principal("realm-it", Seed.name("sub"), "user:eve");

    @Test
    void denialsOfAMinuteAreOneRow() {
        for (int n = 0; n < 10; n++) {
            audit.denial(eve, ROUTE, tenant);
        }
        // the test may see the minute turn
        assertThat(denials("tenant = '" + tenant + "'"))
                .hasSizeBetween(1, 2)
                .doesNotHaveDuplicates();
        assertThat(rows("action || ' ' || target || ' ' || outcome"))
                .containsOnly(ROUTE + " " + tenant + " denied");
    }

    @Test
    void concurrentDenialsAreOneRowAndNoneFails() {
        Together.call(
                8,
                _ -> {
                    for (int n = 0; n < 5; n++) {
                        audit.denial(eve, ROUTE, tenant);
                        audit.denial(eve, ROUTE, null);
                    }
                    return true;
                });
        assertThat(denials("tenant = '" + tenant + "'"))
                .hasSizeBetween(1, 2)
                .doesNotHaveDuplicates();
        assertThat(denials("tenant IS NULL")).hasSizeBetween(1, 2).doesNotHaveDuplicates();
    }

    @Test
    void aDenialOfAnotherMinuteRouteTenantOrPrincipalIsARowOfItsOwn() {
        deniedEarlier();
        Principal mallory = new Principal(eve.issuer(), Seed.name("sub"), "user:mallory");
        Principal elsewhere = new Principal("realm-other", eve.subject(), "user:eve");
        audit.denial(eve, ROUTE, tenant);
        int minutes = denials("tenant = '" + tenant + "'").size();
        assertThat(minutes).isEqualTo(2);
        audit.denial(eve, "PUT /api/v1/tenants/{tenant}", tenant);
        audit.denial(mallory, ROUTE, tenant);
        audit.denial(elsewhere, ROUTE, tenant);
        audit.denial(eve, ROUTE, Seed.tenant());
        audit.denial(eve, ROUTE, null);
        assertThat(rows("id::text")).hasSize(minutes + 3);
        assertThat(denials("true")).hasSize(minutes + 3);
    }

    @Test
    void whoTriesManyNamesOfTenantsLeavesOneRow() {
        for (int n = 0; n < 10; n++) {
            audit.denial(eve, ROUTE, TenantId.of(Seed.name("t")));
        }
        assertThat(denials("tenant IS NULL")).hasSizeBetween(1, 2).doesNotHaveDuplicates();
        assertThat(denials("tenant IS NOT NULL")).isEmpty();
    }

    private List<String> rows(String columns) {
        return BackDoor.strings(
                "SELECT " + columns + " FROM audit WHERE tenant = ? ORDER BY id", tenant.name());
    }

    /** As of a quarter of an hour ago. */
    private void deniedEarlier() {
        int _ =
                BackDoor.run(
                        "INSERT INTO audit (tenant, issuer, subject, principal, action, target, outcome,"
                                + " denied_minute) VALUES (?, ?, ?, 'user:eve', ?, '-', 'denied',"
                                + " date_trunc('minute', now() - interval '15 minutes', 'UTC'))",
                        tenant.name(),
                        eve.issuer(),
                        eve.subject(),
                        ROUTE);
    }

    /** The minutes of eve's denials. */
    private List<String> denials(String where) {
        return BackDoor.strings(
                "SELECT denied_minute::text FROM audit WHERE denied_minute IS NOT NULL AND issuer = ?"
                        + " AND subject = ? AND "
                        + where,
                eve.issuer(),
                eve.subject());
    }
}
