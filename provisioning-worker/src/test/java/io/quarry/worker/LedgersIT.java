package io.quarry.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.testkit.Ledgers;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is relied on after every fault: a ledger that is wrong does not stay hidden. */
@QuarkusTest
class LedgersIT {
    @Inject World world;

    @Inject
    @DataSource("system")
    AgroalDataSource system;

    @Test
    void whatTheRowsDoNotSayIsFoundAndThatAWorkerHasMendedItIsToo() throws Exception {
        TenantId tenant = world.freshTenant();
        assertThat(Ledgers.differences(tenant.name())).isEmpty();
        try (Connection connection = system.getConnection();
                PreparedStatement spoil =
                        connection.prepareStatement(
                                "UPDATE quota SET reserved_objects = 3 WHERE tenant = ?")) {
            spoil.setString(1, tenant.name());
            assertThat(spoil.executeUpdate()).isOne();
        }
        assertThat(Ledgers.differences(tenant.name()))
                .singleElement()
                .asString()
                .startsWith(tenant.name() + " said (")
                .contains("3", "counted (");
        try (WorkerProcess _ = WorkerProcess.start("counter", Map.of())) {
            List<String> mended =
                    Awaiting.until(
                            "the recount at a worker's start",
                            World.PATIENCE,
                            () -> Ledgers.differences(tenant.name()),
                            found -> found.getFirst().contains("objects"));
            assertThat(mended).hasSize(1);
        }
    }
}
