package io.quarry.metadata;

import static io.quarry.metadata.Database.REFUSED;
import static io.quarry.metadata.Database.SHARD;
import static io.quarry.metadata.Database.as;
import static io.quarry.metadata.Database.context;
import static io.quarry.metadata.Database.refused;
import static io.quarry.metadata.Database.run;
import static io.quarry.metadata.Database.seed;
import static io.quarry.metadata.Database.strings;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.Database.Seeded;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The database writes an event of each change that somebody sees, whoever makes it. */
class EventsIT {
    @BeforeAll
    static void migrate() throws SQLException {
        Database.migrate();
    }

    @Test
    void whatIsMadeAndChangedIsTold() throws SQLException {
        Seeded it = seed();
        assertThat(types(it))
                .containsExactly("io.quarry.namespace.created", "io.quarry.operation.opened");
        change("UPDATE namespace SET state = 'CHANGING' WHERE uid = ?", it.uid());
        change(
                "UPDATE operation SET state = 'RUNNING', steps = '[{}]' WHERE namespace_uid = ?",
                it.uid());
        change(
                "UPDATE operation SET state = 'SUCCEEDED', ended_at = now() WHERE namespace_uid = ?",
                it.uid());
        assertThat(types(it))
                .containsSubsequence(
                        "io.quarry.namespace.changed",
                        "io.quarry.operation.progressed",
                        "io.quarry.operation.ended");
    }

    @Test
    void whatNobodySeesIsNotTold() throws SQLException {
        Seeded it = seed();
        List<String> before = types(it);
        change("UPDATE namespace SET updated_at = now() WHERE uid = ?", it.uid());
        change(
                "UPDATE operation SET worker = 'w', lease_until = now(), due_at = now() + interval"
                        + " '1 day', fence = fence + 1 WHERE namespace_uid = ?",
                it.uid());
        try (Connection system = as("SYSTEM")) {
            run(system, "UPDATE namespace SET state = 'RETIRED' WHERE uid = ?", it.uid());
            system.rollback();
        }
        assertThat(types(it)).isEqualTo(before);
    }

    @Test
    void aShardIsToldByItsStateAndNotByItsLedger() throws SQLException {
        seed();
        int before = shardEvents();
        change("UPDATE shard SET reserved_objects = reserved_objects + 1 WHERE id = ?", SHARD);
        change("UPDATE shard SET reserved_objects = reserved_objects - 1 WHERE id = ?", SHARD);
        assertThat(shardEvents()).isEqualTo(before);
        change("UPDATE shard SET labels = labels || '{\"zone\": \"a\"}' WHERE id = ?", SHARD);
        assertThat(shardEvents()).isEqualTo(before + 1);
        change("UPDATE shard SET labels = labels - 'zone' WHERE id = ?", SHARD);
    }

    @Test
    void aTenantNeitherReadsNorForgetsNorForgesThem() throws SQLException {
        Seeded it = seed();
        Seeded other = seed();
        try (Connection tenant = as("TENANT")) {
            for (String sql : List.of("SELECT * FROM event", "DELETE FROM event")) {
                context(tenant, it.tenant());
                refused(tenant, REFUSED, sql);
            }
            context(tenant, it.tenant());
            refused(
                    tenant,
                    REFUSED,
                    "INSERT INTO event (tenant, type, subject, data) VALUES (?, 't', 's', '{}')",
                    other.tenant());
        }
    }

    private static void change(String sql, String argument) throws SQLException {
        try (Connection system = as("SYSTEM")) {
            assertThat(run(system, sql, argument)).isOne();
            system.commit();
        }
    }

    private static List<String> types(Seeded it) throws SQLException {
        try (Connection system = as("SYSTEM")) {
            return strings(
                    system, "SELECT type FROM event WHERE tenant = ? ORDER BY id", it.tenant());
        }
    }

    private static int shardEvents() throws SQLException {
        try (Connection system = as("SYSTEM")) {
            return strings(system, "SELECT id FROM event WHERE subject = ?", "shards/" + SHARD)
                    .size();
        }
    }
}
