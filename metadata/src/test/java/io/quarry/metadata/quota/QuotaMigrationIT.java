package io.quarry.metadata.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.kit.ScratchSchema;
import org.junit.jupiter.api.Test;

/** What tenants had before they had quotas. */
@QuarkusTest
class QuotaMigrationIT {
    @Test
    void whatWasThereBeforeCounts() {
        try (ScratchSchema schema = ScratchSchema.migratedTo("7")) {
            schema.system(
                    "INSERT INTO shard (id, engine, state, endpoints, credential_ref,"
                            + " capacity_objects, reserved_objects, reserved_disk_bytes) VALUES"
                            + " ('old-1', 'CASSANDRA', 'ACTIVE', '[\"127.0.0.1:9042\"]', 'old-1',"
                            + " 10, 2, 30)");
            schema.tenant("no-data", "INSERT INTO tenant (name) VALUES ('no-data')");
            schema.tenant(
                    "old-tenant",
                    "INSERT INTO tenant (name) VALUES ('old-tenant')",
                    "INSERT INTO namespace (uid, tenant, name, state, spec, effective) VALUES"
                            + " ('a0000000000000000001', 'old-tenant', 'priced', 'ACTIVE', '{}',"
                            + " '{\"monthly_cost\": {\"currency\": \"USD\", \"per_month\":"
                            + " 0.29}}'), ('a0000000000000000002', 'old-tenant', 'unpriced',"
                            + " 'RETIRED', '{}', '{}'), ('a0000000000000000003', 'old-tenant',"
                            + " 'purged', 'PURGED', '{}', '{}')",
                    "INSERT INTO placement (tenant, namespace_uid, epoch, role, shard, objects,"
                            + " disk_bytes) VALUES ('old-tenant', 'a0000000000000000001', 1,"
                            + " 'PRIMARY', 'old-1', 1, 10), ('old-tenant',"
                            + " 'a0000000000000000002', 1, 'PRIMARY', 'old-1', 1, 20)");
            schema.migrate();
            String says =
                    "SELECT concat_ws(' ', reserved_namespaces, reserved_objects,"
                            + " reserved_disk_bytes, reserved_monthly_cost, limit_namespaces) FROM"
                            + " quota WHERE tenant = '%s'";
            assertThat(schema.string(says.formatted("old-tenant"))).isEqualTo("2 2 30 29");
            assertThat(schema.string(says.formatted("no-data"))).isEqualTo("0 0 0 0");
            assertThat(schema.string("SELECT string_agg(monthly_cost::text, ' ') FROM placement"))
                    .isIn("29 0", "0 29");
        }
    }
}
