package io.quarry.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.StepState;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemView;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What nobody approves holds its room and its name for its time, and no longer. */
@QuarkusTest
@TestProfile(ApprovalsIT.Expiring.class)
class ApprovalsIT {
    /** Whatever costs anything has to be approved within a second. */
    public static final class Expiring implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarry.approvals.monthly-cost", "0", "quarry.approvals.expire-after", "PT1S");
        }
    }

    @Inject World world;

    @Test
    void whatNobodyApprovesInTimeIsUndoneByTheWorker() throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "dear");
        List<Capacity> reserved = world.reserved();
        Operation waits = world.create(id);
        assertThat(waits.state()).isEqualTo("NEEDS_APPROVAL");
        assertThat(waits.approvalExpiresAt()).isNotNull();
        assertThat(world.reserved()).isNotEqualTo(reserved);
        try (WorkerProcess _ = WorkerProcess.start("expiring", Map.of())) {
            Operation ended = world.awaitEnd(waits.id());
            assertThat(ended.state()).as(ended.toString()).isEqualTo("CANCELLED");
            ProblemView problem = Objects.requireNonNull(ended.problem());
            assertThat(problem.code()).isEqualTo(ProblemCode.APPROVAL_EXPIRED);
            assertThat(ended.steps())
                    .extracting(step -> step.state())
                    .containsOnly(StepState.SKIPPED);
            world.assertGone(id, ended.target().uid());
            assertThat(world.reserved()).isEqualTo(reserved);
            Operation again = world.create(id);
            assertThat(again.target().uid()).isNotEqualTo(ended.target().uid());
            assertThat(world.awaitEnd(again.id()).state()).isEqualTo("CANCELLED");
        }
        assertThat(world.reserved()).isEqualTo(reserved);
    }
}
