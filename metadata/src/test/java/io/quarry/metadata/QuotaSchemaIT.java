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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the database itself refuses of quotas, whatever the code above it forgets. */
class QuotaSchemaIT {
    @BeforeAll
    static void migrate() throws SQLException {
        Database.migrate();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "namespaces",
                "millicores",
                "memory_bytes",
                "disk_bytes",
                "reads_per_second",
                "writes_per_second",
                "objects",
                "monthly_cost"
            })
    void aQuotaIsNeverOverdrawn(String dimension) throws SQLException {
        Seeded a = seed();
        Seeded b = seed();
        String reserve = "UPDATE quota SET reserved_" + dimension + " = %s WHERE tenant = ?";
        String limit = "UPDATE quota SET limit_" + dimension + " = %s WHERE tenant = ?";
        try (Connection tenant = as("TENANT");
                Connection system = as("SYSTEM")) {
            context(tenant, a.tenant());
            assertThat(run(tenant, limit.formatted("5"), a.tenant())).isOne();
            assertThat(run(tenant, limit.formatted("5"), b.tenant())).isZero();
            assertThat(run(tenant, reserve.formatted("5"), a.tenant())).isOne();
            tenant.commit();
            for (String amount : List.of("6", "-1")) {
                context(tenant, a.tenant());
                refused(tenant, AGAINST_CHECK, reserve.formatted(amount), a.tenant());
                refused(system, AGAINST_CHECK, reserve.formatted(amount), a.tenant());
            }
            context(tenant, a.tenant());
            refused(tenant, AGAINST_CHECK, limit.formatted("4"), a.tenant());
            context(tenant, a.tenant());
            refused(tenant, REFUSED, "DELETE FROM quota WHERE tenant = ?", a.tenant());
            refused(system, REFUSED, limit.formatted("6"), a.tenant());
        }
    }
}
