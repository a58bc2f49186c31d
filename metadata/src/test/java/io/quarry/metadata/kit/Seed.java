package io.quarry.metadata.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarry.metadata.namespace.Effective;
import io.quarry.metadata.namespace.Limits;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.NamespaceSpecs;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.operation.OperationState;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Plan;
import io.quarry.metadata.operation.StepPlan;
import io.quarry.metadata.operation.StepView;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.tenant.TenantId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Rows that no other test has, past the doors. */
public final class Seed {
    public static final List<StepView> STEPS =
            Stream.of(new StepPlan("first", "Do this"), new StepPlan("second", "Do that"))
                    .map(StepView::pending)
                    .toList();

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Effective EFFECTIVE =
            new Effective(Engine.CASSANDRA, 1, new Limits(1_000, 500), List.of(), List.of());

    private Seed() {}

    public static String name(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 13);
    }

    public static TenantId tenant() {
        return tenants(1).getFirst();
    }

    public static List<TenantId> tenants(int count) {
        List<TenantId> fresh =
                Stream.generate(() -> TenantId.of(name("t"))).limit(count).sorted(BY_NAME).toList();
        return BackDoor.requests(
                "",
                handle -> {
                    for (TenantId each : fresh) {
                        BackDoor.context(handle, each.name());
                        int _ = handle.execute("INSERT INTO tenant (name) VALUES (?)", each.name());
                    }
                    return fresh;
                });
    }

    private static final Comparator<TenantId> BY_NAME = Comparator.comparing(TenantId::name);

    /** A shard for the specs of {@link #spec} alone. */
    public static String shard(int room) {
        return shard(room, name("s"), "ACTIVE");
    }

    /**
     * @param label shards of one label are chosen from for the specs of that label
     */
    public static String shard(int room, String label, String state) {
        String id = name("s");
        int _ =
                BackDoor.run(
                        "INSERT INTO shard (id, engine, state, endpoints, labels, credential_ref,"
                                + " capacity_objects) VALUES (?, 'CASSANDRA', ?,"
                                + " '[\"127.0.0.1:9042\"]', jsonb_build_object('it', ?::text),"
                                + " 'none', ?)",
                        id,
                        state,
                        label,
                        room);
        return id;
    }

    /** A shard of one node with exactly that room. */
    public static String shard(Capacity room, String label) {
        String id = shard((int) room.objects(), label, "ACTIVE");
        int _ =
                BackDoor.run(
                        "UPDATE shard SET capacity_millicores = ?, capacity_memory_bytes = ?,"
                                + " capacity_disk_bytes = ?, capacity_reads_per_second = ?,"
                                + " capacity_writes_per_second = ? WHERE id = ?",
                        room.millicores(),
                        room.memoryBytes(),
                        room.diskBytes(),
                        room.readsPerSecond(),
                        room.writesPerSecond(),
                        id);
        return id;
    }

    public static String label(String shard) {
        return BackDoor.string("SELECT labels ->> 'it' FROM shard WHERE id = ?", shard);
    }

    /** A key-value namespace that fits on that shard only, with members as a client writes them. */
    public static NamespaceSpec spec(String shard, String... members) {
        String json =
                "{\"abstraction\": \"key-value\", \"labels\": {\"it\": \"%s\"}%s}"
                        .formatted(label(shard), members.length == 0 ? "" : ", " + members[0]);
        try {
            return NamespaceSpecs.parse(MAPPER.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /** A namespace with its placement and its reservation. */
    public static Uid namespace(NamespaceId id, String shard, NamespaceState state) {
        Uid uid = Uid.random(RANDOM);
        String tenant = id.tenant().name();
        String spec = Json.write(spec(shard));
        return BackDoor.requests(
                tenant,
                handle -> {
                    int _ =
                            handle.execute(
                                    "INSERT INTO namespace (uid, tenant, name, state, spec,"
                                            + " effective) VALUES (?, ?, ?, ?, ?::jsonb, ?::jsonb)",
                                    uid.value(),
                                    tenant,
                                    id.name(),
                                    state.name(),
                                    spec,
                                    Json.write(EFFECTIVE));
                    int _ =
                            handle.execute(
                                    "INSERT INTO placement (tenant, namespace_uid, epoch, role,"
                                            + " shard, objects) VALUES (?, ?, 1, 'PRIMARY', ?, 1)",
                                    tenant,
                                    uid.value(),
                                    shard);
                    int _ =
                            handle.execute(
                                    "UPDATE shard SET reserved_objects = reserved_objects + 1"
                                            + " WHERE id = ?",
                                    shard);
                    int _ =
                            handle.execute(
                                    "UPDATE quota SET reserved_namespaces = reserved_namespaces +"
                                            + " 1, reserved_objects = reserved_objects + 1 WHERE"
                                            + " tenant = ?",
                                    tenant);
                    return uid;
                });
    }

    /** An operation that nobody has begun, not due before a test says so. */
    public static UUID operation(NamespaceId id, Uid uid, OperationType type) {
        return operation(
                id,
                uid,
                type,
                STEPS.stream().map(step -> new StepPlan(step.name(), step.plan())).toList());
    }

    /** As {@link #operation}, with steps that a workflow has. */
    public static UUID operation(
            NamespaceId id, Uid uid, OperationType type, List<StepPlan> plans) {
        UUID operation = UUID.randomUUID();
        return BackDoor.requests(
                id.tenant().name(),
                handle -> {
                    int _ =
                            handle.execute(
                                    "INSERT INTO operation (id, tenant, namespace_uid,"
                                            + " namespace_name, type, requested_by, plan, steps,"
                                            + " due_at) VALUES (?, ?, ?, ?, ?, 'user:it', ?::jsonb,"
                                            + " ?::jsonb, 'infinity')",
                                    operation,
                                    id.tenant().name(),
                                    uid.value(),
                                    id.name(),
                                    type.name(),
                                    Json.write(new Plan("Do this and that", plans)),
                                    Json.write(plans.stream().map(StepView::pending).toList()));
                    return operation;
                });
    }

    /** Retired with its data kept: the purge waits, and is not due before a test says so. */
    public static UUID retired(NamespaceId id, Uid uid) {
        int _ =
                BackDoor.run(
                        "UPDATE namespace SET state = 'RETIRED', retired_at = now(),"
                                + " retention_seconds = 3600 WHERE uid = ?",
                        uid.value());
        return operation(id, uid, OperationType.PURGE_NAMESPACE);
    }

    /** What is under way has succeeded, and the namespace is in that state. */
    public static void ended(Uid uid, NamespaceState state) {
        int _ =
                BackDoor.run(
                        "UPDATE operation SET state = 'SUCCEEDED', state_facts = ?::jsonb, ended_at ="
                                + " now() WHERE namespace_uid = ? AND ended_at IS NULL",
                        Json.write(new OperationState.Succeeded(Instant.now())),
                        uid.value());
        int _ =
                BackDoor.run(
                        "UPDATE namespace SET state = ? WHERE uid = ?", state.name(), uid.value());
    }
}
