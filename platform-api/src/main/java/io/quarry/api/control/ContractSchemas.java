package io.quarry.api.control;

import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.serviceaccount.ServiceAccountId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/**
 * What the scanner cannot see of the records: values that are written as a string, what is always
 * there, and what may be null.
 */
final class ContractSchemas {
    private static final Map<String, String> STRINGS =
            Map.of(
                    "TenantId", "[a-z][a-z0-9-]{1,38}[a-z0-9]",
                    "Uid", "[a-z][a-z0-9]{19}",
                    "ServiceAccountId", ServiceAccountId.PATTERN,
                    "IsoDuration", "P.+");

    private static final Set<String> LIMITS =
            Set.of(
                    "namespaces",
                    "millicores",
                    "memory_bytes",
                    "disk_bytes",
                    "reads_per_second",
                    "writes_per_second",
                    "objects",
                    "monthly_cost");

    /** Members that may be left out, in requests; every other one is always there. */
    private static final Map<String, Set<String>> OPTIONAL =
            Map.ofEntries(
                    Map.entry(
                            "NamespaceSpec",
                            Set.of(
                                    "description",
                                    "workload",
                                    "writes",
                                    "consistency",
                                    "durability",
                                    "ttl",
                                    "cache",
                                    "engine",
                                    "isolation",
                                    "labels",
                                    "deletion_protection",
                                    "relational",
                                    "search",
                                    "object",
                                    "counter",
                                    "dataset",
                                    "time_series")),
                    Map.entry(
                            "RelationalSpec",
                            Set.of("max_connections", "statement_timeout", "storage_bytes")),
                    Map.entry("SearchField", Set.of("analyzer", "dimensions")),
                    Map.entry("ObjectSpec", Set.of("abort_uploads_after")),
                    Map.entry("CounterSpec", Set.of("mode")),
                    Map.entry("DatasetSpec", Set.of("keep_versions")),
                    Map.entry("DatasetType", Set.of("primary_key")),
                    Map.entry("TimeSeriesSpec", Set.of("retention", "acceptance")),
                    Map.entry(
                            "Workload",
                            Set.of(
                                    "reads_per_second",
                                    "writes_per_second",
                                    "item_bytes",
                                    "items",
                                    "read_latency_ms",
                                    "write_latency_ms")),
                    Map.entry("Interval", Set.of("low", "high")),
                    Map.entry("Latency", Set.of("mean", "p99")),
                    Map.entry("TenantSpec", Set.of("description")),
                    Map.entry("NewTenant", Set.of("description")),
                    Map.entry("NewServiceAccount", Set.of("description", "role")),
                    Map.entry("CapacityQuestion", Set.of("traffic_factor")),
                    Map.entry("Layout", Set.of("partitions", "compaction", "buckets")),
                    Map.entry("Buckets", Set.of("slice")),
                    Map.entry("Obstacle", Set.of("dimension", "limit", "used", "requested")),
                    Map.entry("QuotaLimits", LIMITS),
                    Map.entry(
                            "NewShard",
                            Set.of(
                                    "provider",
                                    "endpoints",
                                    "labels",
                                    "credential_ref",
                                    "settings")),
                    Map.entry("Scope", Set.of("tenant", "namespace")),
                    Map.entry("Target", Set.of("tenant", "uid")));

    private static final Map<String, Set<String>> NULLABLE =
            Map.ofEntries(
                    Map.entry(
                            "Operation",
                            Set.of("waiting_reason", "approval_expires_at", "problem", "ended_at")),
                    Map.entry("StepView", Set.of("started_at", "ended_at", "reason")),
                    Map.entry("Status", Set.of("reason", "operation_id")),
                    Map.entry("NamespacePlan", Set.of("effective", "approval")),
                    Map.entry("RetiredNamespace", Set.of("retired_at", "purge_at")),
                    Map.entry(
                            "AuditEvent",
                            Set.of("tenant", "request_id", "operation_id", "before", "after")),
                    Map.entry("ServiceAccount", Set.of("rotated_at")),
                    Map.entry("Credential", Set.of("works_until")),
                    Map.entry("ServiceAccountSecret", Set.of("client_secret")),
                    Map.entry("DatabaseConnection", Set.of("user")),
                    Map.entry("DatabaseLogin", Set.of("works_until")),
                    Map.entry("DatabaseCredentials", Set.of("user", "password")),
                    Map.entry("QuotaLimits", LIMITS),
                    Map.entry("Effective", Set.of("monthly_cost")),
                    Map.entry("Shard", Set.of("reason", "health", "operation_id")),
                    Map.entry("Promise", Set.of("nodes", "nodes_up", "replication")),
                    Map.entry("Health", Set.of("reason", "promise", "last")),
                    Map.entry("Measurement", Set.of("status")),
                    Map.entry("ShardVerdict", Set.of("dominant_share")));

    private ContractSchemas() {}

    static Schema string() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }

    static void complete(Components components) {
        STRINGS.forEach((name, pattern) -> components.addSchema(name, string().pattern(pattern)));
        components.addSchema("Scope", scope());
        components.addSchema("Target", target());
        components.addSchema("Problem", problem());
        components.addSchema(
                "MergePatch",
                object().description("RFC 7396, of the resource's spec")
                        .additionalPropertiesBoolean(true));
        components.getSchemas().forEach((name, schema) -> complete(name, schema));
    }

    private static void complete(String name, Schema schema) {
        var properties = schema.getProperties();
        if (properties == null || name.equals("Problem")) {
            return;
        }
        // Only what this half of the contract made: the records of metadata and of the answers
        // here.
        if (schema.getRequired() != null && !schema.getRequired().isEmpty()) {
            return;
        }
        var nullable = NULLABLE.getOrDefault(name, Set.of());
        var optional = OPTIONAL.getOrDefault(name, Set.of());
        for (var property : properties.keySet()) {
            if (nullable.contains(property) || property.equals("next_page_token")) {
                schema.addProperty(property, orNull(properties.get(property)));
            }
            if (!optional.contains(property)) {
                schema.addRequired(property);
            }
        }
    }

    private static Schema orNull(Schema schema) {
        if (schema.getRef() != null) {
            return OASFactory.createSchema()
                    .anyOf(
                            new ArrayList<>(
                                    List.of(
                                            OASFactory.createSchema().ref(schema.getRef()),
                                            OASFactory.createSchema().addType(SchemaType.NULL))));
        }
        return schema.addType(SchemaType.NULL);
    }

    private static Schema scope() {
        return object().addProperty(
                        "kind", string().enumeration(List.of("platform", "tenant", "namespace")))
                .addProperty("tenant", string())
                .addProperty("namespace", string());
    }

    private static Schema target() {
        return object().description(
                        "What an operation is about: a namespace, with its tenant and uid, or a"
                                + " shard")
                .addProperty("kind", string().enumeration(List.of("namespace", "shard")))
                .addProperty("name", string())
                .addProperty("tenant", string())
                .addProperty("uid", string());
    }

    private static Schema problem() {
        var codes =
                Arrays.stream(ProblemCode.values())
                        .map(ProblemCode::code)
                        .<Object>map(code -> code)
                        .toList();
        var number = OASFactory.createSchema().addType(SchemaType.NUMBER);
        var violation =
                object().addProperty("field", string())
                        .addProperty("message", string())
                        .required(List.of("field", "message"));
        return object().description("RFC 9457; further members may follow")
                .addProperty("type", string().description("the path of the problem's page"))
                .addProperty("title", string())
                .addProperty("status", OASFactory.createSchema().addType(SchemaType.INTEGER))
                .addProperty("detail", string())
                .addProperty("code", string().enumeration(codes))
                .addProperty("retryable", OASFactory.createSchema().addType(SchemaType.BOOLEAN))
                .addProperty("operation_id", string().format("uuid"))
                .addProperty("required_role", string())
                .addProperty("limit", number)
                .addProperty("used", number)
                .addProperty("requested", number)
                .addProperty(
                        "violations",
                        OASFactory.createSchema().addType(SchemaType.ARRAY).items(violation))
                .required(List.of("type", "title", "status", "detail", "code", "retryable"));
    }

    private static Schema object() {
        return OASFactory.createSchema().addType(SchemaType.OBJECT);
    }
}
