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

    /** From its opening on, each as readers see it. */
    @Test
    void everyStateOfAnOperationIsToldWithItsReason() throws SQLException {
        Seeded it = seed();
        String facts =
                "UPDATE operation SET state = '%s', state_facts = '%s' WHERE namespace_uid = ?";
        for (String state : List.of("WAITING", "NEEDS_ATTENTION", "NEEDS_APPROVAL")) {
            change(facts.formatted(state, "{\"reason\": \"why " + state + "\"}"), it.uid());
        }
        change(
                "UPDATE operation SET cancel_by = 'user:it', cancel_at = now() WHERE namespace_uid = ?",
                it.uid());
        String undoing = "{\"asked\": \"cancelled by user:it\", \"hindrance\": %s}";
        change(facts.formatted("CANCELLING", undoing.formatted("null")), it.uid());
        change(facts.formatted("CANCELLING", undoing.formatted("\"away\"")), it.uid());
        change(
                "UPDATE operation SET state = 'CANCELLED', state_facts = '{}', ended_at = now()"
                        + " WHERE namespace_uid = ?",
                it.uid());
        assertThat(told(it, "data ->> 'state' || ' ' || coalesce(data ->> 'reason', '-')"))
                .containsExactly(
                        "PENDING -",
                        "WAITING why WAITING",
                        "NEEDS_ATTENTION why NEEDS_ATTENTION",
                        "NEEDS_APPROVAL why NEEDS_APPROVAL",
                        "CANCELLING cancelled by user:it",
                        "CANCELLING cancelled by user:it",
                        "CANCELLING away",
                        "CANCELLED -");
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
        change("UPDATE shard SET capacity_objects = capacity_objects + 1 WHERE id = ?", SHARD);
        assertThat(shardEvents()).isEqualTo(before + 3);
        change("UPDATE shard SET capacity_objects = capacity_objects - 1 WHERE id = ?", SHARD);
        String state = "UPDATE shard SET state = '%s', reason = %s WHERE id = ?";
        change(state.formatted("FAILED", "'does not answer'"), SHARD);
        change(state.formatted("RETIRED", "NULL"), SHARD);
        assertThat(shardEvents()).isEqualTo(before + 6);
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

    private static List<String> told(Seeded it, String what) throws SQLException {
        try (Connection system = as("SYSTEM")) {
            return strings(
                    system,
                    "SELECT "
                            + what
                            + " FROM event WHERE tenant = ? AND type LIKE 'io.quarry.operation.%'"
                            + " ORDER BY id",
                    it.tenant());
        }
    }

    private static int shardEvents() throws SQLException {
        try (Connection system = as("SYSTEM")) {
            return strings(system, "SELECT id FROM event WHERE subject = ?", "shards/" + SHARD)
                    .size();
        }
    }
}
