package io.quarry.metadata;

import static io.quarry.metadata.Database.AGAINST_CHECK;
import static io.quarry.metadata.Database.REFUSED;
import static io.quarry.metadata.Database.as;
import static io.quarry.metadata.Database.context;
import static io.quarry.metadata.Database.refused;
import static io.quarry.metadata.Database.run;
import static io.quarry.metadata.Database.seed;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.Database.Seeded;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the database itself refuses of usage, whatever the code above it forgets. */
class UsageSchemaIT {
    private static final String INSERT =
            "INSERT INTO usage_cell (tenant, namespace_uid, hour, run, reads, writes, bytes_in,"
                    + " bytes_out, throttled, errors, cost) VALUES (?, ?, ?::timestamptz,"
                    + " gen_random_uuid(), 1, 0, 0, 0, 0, 0, 1)";
    private static final String HOUR = "2026-11-27T13:00:00Z";

    @BeforeAll
    static void migrate() throws SQLException {
        Database.migrate();
    }

    @Test
    void aTenantReadsItsUsageAndCannotCountIt() throws SQLException {
        Seeded a = seed();
        try (Connection tenant = as("TENANT")) {
            for (String sql :
                    List.of("UPDATE usage_cell SET reads = 0", "DELETE FROM usage_cell")) {
                context(tenant, a.tenant());
                refused(tenant, REFUSED, sql);
            }
            context(tenant, a.tenant());
            refused(tenant, REFUSED, INSERT, a.tenant(), a.uid(), HOUR);
        }
    }

    @Test
    void theWorkerCountsForANamespaceAndItsTenantOnly() throws SQLException {
        Seeded a = seed();
        Seeded b = seed();
        try (Connection system = as("SYSTEM")) {
            assertThat(run(system, INSERT, a.tenant(), a.uid(), HOUR)).isOne();
            refused(system, "23503", INSERT, a.tenant(), b.uid(), HOUR);
            refused(system, AGAINST_CHECK, INSERT, a.tenant(), a.uid(), "2026-11-27T13:30:00Z");
            refused(system, REFUSED, "UPDATE usage_cell SET tenant = ?", b.tenant());
            refused(
                    system,
                    AGAINST_CHECK,
                    "UPDATE usage_cell SET reads = -1 WHERE tenant = ?",
                    a.tenant());
        }
    }
}
