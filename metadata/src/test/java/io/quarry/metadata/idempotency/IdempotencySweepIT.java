package io.quarry.metadata.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarry.metadata.kit.AsWorker;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** The worker forgets what nobody can repeat any more. */
@QuarkusTest
@TestProfile(AsWorker.class)
class IdempotencySweepIT {
    @Inject Idempotency idempotency;
    @Inject Tenancy tenancy;

    private final String subject = Seed.name("sub");

    @Test
    void onlyAnswersThatWereKeptForLongEnoughAreForgotten() {
        TenantId one = Seed.tenant();
        TenantId other = Seed.tenant();
        long kept = Idempotency.KEPT.toSeconds();
        seed(one.name(), "old", kept + 60);
        seed(other.name(), "old", 10 * kept);
        seed("@platform", "old", kept + 1);
        seed(one.name(), "young", kept - 600);
        seed("@platform", "young", 0);
        assertThat(tenancy.system(() -> idempotency.sweep())).isGreaterThanOrEqualTo(3);
        assertThat(
                        BackDoor.strings(
                                "SELECT coalesce(tenant, '@platform') || ' ' || key FROM idempotency"
                                        + " WHERE subject = ? ORDER BY tenant",
                                subject))
                .containsExactly(one + " young", "@platform young");
    }

    private void seed(String tenant, String key, long age) {
        int _ =
                BackDoor.requests(
                        tenant,
                        handle ->
                                handle.execute(
                                        "INSERT INTO idempotency (tenant, issuer, subject, route, key,"
                                                + " request_hash, answer, created_at) VALUES"
                                                + " (nullif(?, '@platform'), 'i', ?, 'PUT /it', ?,"
                                                + " 'h', '{}', now() - make_interval(secs => ?))",
                                        tenant,
                                        subject,
                                        key,
                                        age));
    }
}
