package io.quarry.metadata.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.access.Visible;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Explained;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.OperationFilter;
import io.quarry.metadata.operation.OperationState;
import io.quarry.metadata.operation.Operations;
import io.quarry.metadata.operation.Plan;
import io.quarry.metadata.operation.StepPlan;
import io.quarry.metadata.placement.ShardContents;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What is asked of a million namespaces, with the plan of each statement. Run by {@code ./quarry
 * bench namespaces}, on a PostgreSQL whose superuser may be asked to explain.
 */
@QuarkusTest
class NamespacesBenchmark {
    private static final int TENANTS = 100;
    private static final int EACH = 10_000;
    private static final int SHARDS = 200;
    private static final int RUNS = 200;
    private static final double MOST_MILLIS = 50;
    private static final Effective EFFECTIVE =
            new Effective(Engine.CASSANDRA, 1, new Limits(1_000, 500), List.of(), List.of());
    private static final Plan PLAN =
            new Plan(
                    "Make it",
                    Seed.STEPS.stream()
                            .map(step -> new StepPlan(step.name(), step.plan()))
                            .toList());

    @Inject Namespaces namespaces;
    @Inject RetiredNamespaces retired;
    @Inject Operations operations;
    @Inject ShardContents contents;

    @Test
    void amongAMillion() throws Exception {
        List<String> shards = new ArrayList<>();
        for (int n = 0; n < SHARDS; n++) {
            shards.add(Seed.shard(new Capacity(1, 1, 1, 1, 1, 1L << 30), Seed.name("bench")));
        }
        List<TenantId> tenants = Seed.tenants(TENANTS);
        try (Explained explained = Explained.begin()) {
            long begun = System.nanoTime();
            for (TenantId tenant : tenants) {
                seed(tenant, shards);
            }
            explained.analyze("namespace", "placement", "operation");
            System.out.printf(
                    Locale.ROOT,
                    "%d namespaces of %d tenants on %d shards, each with its operation, in %.0f s%n",
                    TENANTS * EACH,
                    TENANTS,
                    SHARDS,
                    (System.nanoTime() - begun) / 1e9);
            TenantId tenant = tenants.get(TENANTS / 2);
            List<String> slow = new ArrayList<>();
            queries(tenant, shards.getFirst())
                    .forEach((name, query) -> measure(name, query, explained, slow));
            assertThat(slow).isEmpty();
        }
    }

    private SequencedMap<String, Runnable> queries(TenantId tenant, String shard) {
        SequencedMap<String, Runnable> all = new LinkedHashMap<>();
        NamespaceFilter live = NamespaceFilter.live();
        String deep = deep(tenant, live);
        all.put("first page of 100", () -> list(tenant, live, null, 100));
        all.put("a page of 500 from the middle", () -> list(tenant, live, deep, 500));
        all.put(
                "search for names that begin with orders-123",
                () -> list(tenant, new NamespaceFilter("orders-123", null), null, 2));
        all.put(
                "search for a name that nobody has",
                () -> list(tenant, new NamespaceFilter("nobody", null), null, 0));
        all.put(
                "those in NEEDS_ATTENTION",
                () ->
                        list(
                                tenant,
                                new NamespaceFilter(null, NamespaceState.NEEDS_ATTENTION),
                                null,
                                EACH / 1000));
        all.put(
                "retired ones",
                () ->
                        assertThat(retired.list(tenant, PageRequest.first()).items())
                                .hasSize(EACH / 1000));
        NamespaceId id = new NamespaceId(tenant, "orders-12304");
        all.put("one by its name", () -> assertThat(namespaces.find(id)).isPresent());
        all.put(
                "the operations of one",
                () -> assertThat(operations(tenant, id.name())).hasSize(1));
        all.put(
                "what is on a shard",
                () ->
                        assertThat(contents.list(shard, PageRequest.first()).items())
                                .hasSize(PageRequest.DEFAULT));
        all.put(
                "how many are on a shard",
                () ->
                        assertThat(contents.remaining(shard).count())
                                .isEqualTo((long) TENANTS * EACH / SHARDS));
        return all;
    }

    private void list(TenantId tenant, NamespaceFilter filter, @Nullable String token, int size) {
        PageRequest page = new PageRequest(size == 0 ? PageRequest.DEFAULT : size, token);
        assertThat(namespaces.list(tenant, filter, page).items()).hasSize(size);
    }

    private String deep(TenantId tenant, NamespaceFilter filter) {
        String token = null;
        for (int n = 0; n < EACH / 2; n += PageRequest.MAXIMUM) {
            token =
                    namespaces
                            .list(tenant, filter, new PageRequest(PageRequest.MAXIMUM, token))
                            .nextPageToken();
        }
        return Objects.requireNonNull(token);
    }

    private List<Operation> operations(TenantId tenant, String name) {
        Visible own = new Visible.Only(Set.of(tenant));
        OperationFilter filter = new OperationFilter(own, tenant, name, null, null);
        return operations.list(filter, PageRequest.first()).items();
    }

    private static void measure(
            String name, Runnable query, Explained explained, List<String> slow) {
        double[] millis = new double[RUNS];
        for (int n = -RUNS / 4; n < RUNS; n++) {
            long begun = System.nanoTime();
            query.run();
            if (n >= 0) {
                millis[n] = (System.nanoTime() - begun) / 1e6;
            }
        }
        Arrays.sort(millis);
        double p50 = millis[RUNS / 2];
        double p99 = millis[RUNS * 99 / 100];
        System.out.printf(Locale.ROOT, "%n== %s: p50 %.1f ms, p99 %.1f ms%n", name, p50, p99);
        String plans = explained.plans(query);
        System.out.println(plans);
        if (p50 > MOST_MILLIS || plans.contains("Seq Scan on")) {
            slow.add(name);
        }
    }

    /** Of a thousand, each tenant has ten that are retired, and one that needs attention. */
    private static void seed(TenantId tenant, List<String> shards) {
        BackDoor.requests(
                tenant.name(),
                handle -> {
                    for (String statement :
                            List.of(
                                    """
                                    CREATE TEMPORARY TABLE fresh ON COMMIT DROP AS
                                    SELECT n, 'n' || substr(md5(:tenant || n), 1, 19) AS uid,
                                        (ARRAY['orders', 'profiles', 'sessions', 'carts'])[1 + n % 4] || '-' || (n + 10000) AS name,
                                        CASE n % 1000 WHEN 1 THEN 'NEEDS_ATTENTION' WHEN 2 THEN 'RETIRED' ELSE 'ACTIVE' END AS state,
                                        (:shards::text[])[1 + n % cardinality(:shards::text[])] AS shard
                                    FROM generate_series(0, :each - 1) AS n
                                    """,
                                    """
                                    INSERT INTO namespace (uid, tenant, name, state, spec, effective, retired_at)
                                    SELECT uid, :tenant, name, state, :spec::jsonb, :effective::jsonb,
                                        CASE state WHEN 'RETIRED' THEN now() END FROM fresh
                                    """,
                                    """
                                    INSERT INTO placement (tenant, namespace_uid, epoch, role, shard, objects)
                                    SELECT :tenant, uid, 1, 'PRIMARY', shard, 1 FROM fresh
                                    """,
                                    """
                                    INSERT INTO operation (id, tenant, namespace_uid, namespace_name, type, requested_by, plan, steps,
                                        due_at, state, state_facts, ended_at)
                                    SELECT gen_random_uuid(), :tenant, uid, name, 'PROVISION_NAMESPACE', 'user:bench', :plan::jsonb,
                                        :steps::jsonb, now(), 'SUCCEEDED', :facts::jsonb, now() FROM fresh
                                    """)) {
                        int _ =
                                handle.createUpdate(statement)
                                        .configure(
                                                SqlStatements.class,
                                                each -> each.setUnusedBindingAllowed(true))
                                        .bind("tenant", tenant.name())
                                        .bind("each", EACH)
                                        .bind("shards", shards.toArray(String[]::new))
                                        .bind("spec", Json.write(NamespaceSpec.keyValue()))
                                        .bind("effective", Json.write(EFFECTIVE))
                                        .bind("plan", Json.write(PLAN))
                                        .bind("steps", Json.write(Seed.STEPS))
                                        .bind(
                                                "facts",
                                                Json.write(
                                                        new OperationState.Succeeded(
                                                                Instant.EPOCH)))
                                        .execute();
                    }
                    return true;
                });
    }
}
