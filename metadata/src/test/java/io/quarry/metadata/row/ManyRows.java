package io.quarry.metadata.row;

import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.namespace.Effective;
import io.quarry.metadata.namespace.Limits;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.operation.OperationState;
import io.quarry.metadata.operation.Plan;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;

/** So many that it matters how they are found. */
final class ManyRows {
    private static final Effective EFFECTIVE =
            new Effective(Engine.CASSANDRA, 1, new Limits(1_000, 500), List.of(), List.of());

    /** The same rows in each statement. */
    private static final String FRESH =
            """
            WITH fresh AS (
                SELECT n, 'n' || substr(md5(:tenant || n), 1, 19) AS uid, 'orders-' || n AS name,
                    CASE n % 1000 WHEN 1 THEN 'NEEDS_ATTENTION' WHEN 2 THEN 'RETIRED' ELSE 'ACTIVE' END AS state,
                    (:shards::text[])[1 + n % cardinality(:shards::text[])] AS shard
                FROM generate_series(0, :each - 1) AS n)
            """;

    private ManyRows() {}

    /** Those that take nothing, so that no other test's namespace comes there. */
    static List<String> shards(int number) {
        return BackDoor.system(
                handle ->
                        handle.createQuery(
                                        """
                                        INSERT INTO shard (id, engine, state, endpoints, labels, credential_ref, capacity_objects)
                                        SELECT 'many-' || substr(md5(:run || n), 1, 20), 'CASSANDRA', 'CORDONED', '["127.0.0.1:9042"]',
                                            '{"many": "yes"}', 'none', 1000000
                                        FROM generate_series(1, :shards) AS n RETURNING id
                                        """)
                                .bind("run", UUID.randomUUID().toString())
                                .bind("shards", number)
                                .mapTo(String.class)
                                .list());
    }

    /** With what the ledgers of shards and of the tenant say of it. */
    static void seed(TenantId tenant, List<String> shards, int each) {
        List<String> statements = new ArrayList<>();
        statements.add(
                FRESH
                        + """
                INSERT INTO namespace (uid, tenant, name, state, spec, effective, retired_at)
                SELECT uid, :tenant, name, state, :spec::jsonb, :effective::jsonb, CASE state WHEN 'RETIRED' THEN now() END
                FROM fresh
                """);
        statements.add(
                FRESH
                        + """
                INSERT INTO placement (tenant, namespace_uid, epoch, role, shard, objects)
                SELECT :tenant, uid, 1, 'PRIMARY', shard, 1 FROM fresh
                """);
        statements.add(
                FRESH
                        + """
                UPDATE shard s SET reserved_objects = reserved_objects + f.placed
                FROM (SELECT shard, count(*) AS placed FROM fresh GROUP BY shard) AS f WHERE s.id = f.shard
                """);
        statements.add(
                FRESH
                        + """
                UPDATE quota SET reserved_namespaces = reserved_namespaces + :each, reserved_objects = reserved_objects + :each
                WHERE tenant = :tenant
                """);
        statements.add(
                FRESH
                        + """
                INSERT INTO operation (id, tenant, namespace_uid, namespace_name, type, requested_by, plan, steps, due_at,
                    state, state_facts, ended_at)
                SELECT gen_random_uuid(), :tenant, uid, name,
                    CASE n WHEN 3 THEN 'CHANGE_NAMESPACE' ELSE 'PROVISION_NAMESPACE' END, 'user:many', :plan::jsonb,
                    :steps::jsonb, now(), CASE n WHEN 4 THEN 'FAILED' ELSE 'SUCCEEDED' END,
                    CASE n WHEN 4 THEN :failed::jsonb ELSE :facts::jsonb END, now()
                FROM fresh
                """);
        statements.add(
                FRESH
                        + """
                INSERT INTO audit (tenant, issuer, subject, principal, request_id, action, target, outcome, at)
                SELECT :tenant, 'i', 's', 'user:many', 'request-' || n, 'namespace.create', :tenant || '/' || name, 'done',
                    now() - n * interval '1 minute' FROM fresh
                """);
        boolean _ =
                BackDoor.requests(
                        tenant.name(), handle -> run(handle, statements, tenant, shards, each));
        boolean _ =
                BackDoor.system(
                        handle ->
                                run(
                                        handle,
                                        List.of(
                                                """
                                        INSERT INTO usage_cell (tenant, namespace_uid, hour, run, reads, writes, bytes_in, bytes_out,
                                            throttled, errors, cost)
                                        SELECT :tenant, 'n' || substr(md5(:tenant || (n % 100)), 1, 19),
                                            '2026-01-01T00:00:00Z'::timestamptz + (n / 100) * interval '1 hour', gen_random_uuid(),
                                            1, 1, 1, 1, 1, 1, 1
                                        FROM generate_series(0, 2 * :each - 1) AS n
                                        """),
                                        tenant,
                                        shards,
                                        each));
    }

    /** Few among many, which a reader of everything would be quick to find otherwise. */
    static void rare(TenantId tenant) {
        boolean _ =
                BackDoor.requests(
                        tenant.name(),
                        handle ->
                                run(
                                        handle,
                                        List.of(
                                                """
                                        INSERT INTO audit (tenant, issuer, subject, principal, action, target, outcome)
                                        VALUES (:tenant, 'i', 's', 'user:seldom', 'namespace.seldom', 'seldom/orders', 'done')
                                        """),
                                        tenant,
                                        List.of(),
                                        0));
    }

    private static boolean run(
            Handle handle,
            List<String> statements,
            TenantId tenant,
            List<String> shards,
            int each) {
        for (String statement : statements) {
            int _ =
                    handle.createUpdate(statement)
                            .configure(
                                    SqlStatements.class,
                                    config -> config.setUnusedBindingAllowed(true))
                            .bind("tenant", tenant.name())
                            .bind("each", each)
                            .bind("shards", shards.toArray(String[]::new))
                            .bind("spec", Json.write(NamespaceSpec.keyValue()))
                            .bind("effective", Json.write(EFFECTIVE))
                            .bind("plan", Json.write(new Plan("Make it", List.of())))
                            .bind("steps", "[]")
                            .bind(
                                    "failed",
                                    Json.write(new OperationState.Failed(Instant.EPOCH, "never")))
                            .bind("facts", Json.write(new OperationState.Succeeded(Instant.EPOCH)))
                            .execute();
        }
        return true;
    }
}
