package io.quarry.metadata.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.capacity.Planner;
import io.quarry.metadata.kit.ScratchSchema;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.shard.Capacity;
import org.junit.jupiter.api.Test;

/** What was placed before shards had more than one dimension. */
@QuarkusTest
class CapacityMigrationIT {
    private static final int PLACED = 4_000;

    @Test
    void whatWasPlacedBeforeIsCountedAsWhatSaysNothing() {
        try (ScratchSchema schema = ScratchSchema.migratedTo("1")) {
            schema.system(
                    "INSERT INTO shard (id, engine, state, endpoints, credential_ref,"
                            + " capacity_objects, reserved_objects) VALUES ('old-1', 'CASSANDRA',"
                            + " 'ACTIVE', '[\"127.0.0.1:9042\"]', 'old-1', 4000, 4000), ('old-2',"
                            + " 'CASSANDRA', 'ACTIVE', '[\"127.0.0.1:9042\"]', 'old-2', 10, 0)");
            schema.tenant(
                    "old-tenant",
                    "INSERT INTO tenant (name) VALUES ('old-tenant')",
                    "INSERT INTO namespace (uid, tenant, name, state, spec, effective) SELECT 'a' ||"
                            + " lpad(n::text, 19, '0'), 'old-tenant', 'name-' || n, 'ACTIVE', '{}',"
                            + " '{}' FROM generate_series(1, 4000) AS n",
                    "INSERT INTO placement (tenant, namespace_uid, epoch, role, shard, objects) SELECT"
                            + " tenant, uid, 1, 'PRIMARY', 'old-1', 1 FROM namespace");
            schema.migrate();
            Capacity one = Planner.estimate(NamespaceSpec.keyValue(), 1).demand();
            Capacity reserved = schema.ledger("old-1");
            assertThat(reserved)
                    .isEqualTo(
                            new Capacity(
                                    PLACED * one.millicores(),
                                    PLACED * one.memoryBytes(),
                                    PLACED * one.diskBytes(),
                                    PLACED * one.readsPerSecond(),
                                    PLACED * one.writesPerSecond(),
                                    PLACED));
            assertThat(schema.ledger("old-2")).isEqualTo(Capacity.NONE);
        }
    }
}
