package io.quarry.api.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarry.metadata.access.Grant;
import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.audit.AuditEvent;
import io.quarry.metadata.health.Health;
import io.quarry.metadata.health.Measurement;
import io.quarry.metadata.instance.Instance;
import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.NamespaceSpecs;
import io.quarry.metadata.namespace.RetiredNamespace;
import io.quarry.metadata.namespace.SpecRevision;
import io.quarry.metadata.namespace.Status;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.operation.Plan;
import io.quarry.metadata.operation.StepPlan;
import io.quarry.metadata.placement.OnShard;
import io.quarry.metadata.problem.Names;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.ProblemView;
import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.quota.Quota;
import io.quarry.metadata.quota.QuotaAmounts;
import io.quarry.metadata.quota.QuotaLimits;
import io.quarry.metadata.route.Revision;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.FleetShard;
import io.quarry.metadata.shard.Provider;
import io.quarry.metadata.shard.ShardState;
import io.quarry.metadata.tenant.Tenant;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.metadata.tenant.TenantSpec;
import io.quarry.metadata.usage.NamespaceUsage;
import io.quarry.metadata.usage.UsageWindow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What the control routes answer beyond metadata's own records: those with the asker's permissions,
 * and pages.
 */
final class Answers {
    private Answers() {}

    /** Who the caller is, with every grant and the tenants that these show. */
    @Schema(name = "Me")
    @RegisterForReflection
    record Me(String principal, String name, List<Grant> grants, List<TenantId> tenants) {}

    @Schema(name = "Tenant")
    @RegisterForReflection
    record TenantView(
            TenantId name,
            String description,
            long revision,
            Instant createdAt,
            Instant updatedAt,
            List<String> permissions) {
        static TenantView of(Tenant tenant, List<String> permissions) {
            return new TenantView(
                    tenant.name(),
                    tenant.description(),
                    tenant.revision(),
                    tenant.createdAt(),
                    tenant.updatedAt(),
                    permissions);
        }
    }

    /** A tenant that is to be, with its name. */
    @Schema(name = "NewTenant")
    @RegisterForReflection
    record NewTenant(@Nullable String name, @Nullable String description) {
        TenantId id() {
            if (name == null) {
                throw Query.invalid("name", "is required");
            }
            Names.check("name", name);
            return TenantId.of(name);
        }

        TenantSpec spec() {
            return new TenantSpec(description == null ? "" : description);
        }
    }

    @Schema(name = "Quota")
    @RegisterForReflection
    record QuotaView(
            TenantId tenant,
            QuotaLimits limits,
            QuotaAmounts reserved,
            QuotaAmounts used,
            String currency,
            long revision,
            Instant updatedAt,
            List<String> permissions) {
        static QuotaView of(Quota quota, List<String> permissions) {
            return new QuotaView(
                    quota.tenant(),
                    quota.limits(),
                    quota.reserved(),
                    quota.used(),
                    quota.currency(),
                    quota.revision(),
                    quota.updatedAt(),
                    permissions);
        }
    }

    @Schema(name = "Namespace")
    @RegisterForReflection
    record NamespaceView(
            Uid uid,
            TenantId tenant,
            String name,
            long revision,
            Instant createdAt,
            Instant updatedAt,
            NamespaceSpec spec,
            Status status,
            List<String> permissions) {
        static NamespaceView of(Namespace namespace, List<String> permissions) {
            return new NamespaceView(
                    namespace.uid(),
                    namespace.tenant(),
                    namespace.name(),
                    namespace.revision(),
                    namespace.createdAt(),
                    namespace.updatedAt(),
                    namespace.spec(),
                    namespace.status(),
                    permissions);
        }
    }

    /** What is kept of a namespace, and whether it could come back. */
    @Schema(name = "RetiredNamespace")
    @RegisterForReflection
    record RetiredView(
            Uid uid,
            TenantId tenant,
            String name,
            long revision,
            Instant createdAt,
            @Nullable Instant retiredAt,
            @Nullable Instant purgeAt,
            NamespaceSpec spec,
            List<ProblemView> refusals,
            List<String> permissions) {
        static RetiredView of(RetiredNamespace retired, List<String> permissions) {
            return new RetiredView(
                    retired.uid(),
                    retired.tenant(),
                    retired.name(),
                    retired.revision(),
                    retired.createdAt(),
                    retired.retiredAt(),
                    retired.purgeAt(),
                    retired.spec(),
                    retired.refusals(),
                    permissions);
        }
    }

    /** What a clone is to be called. */
    @Schema(name = "NamespaceClone")
    @RegisterForReflection
    record CloneRequest(@Nullable String name) {
        String given() {
            if (name == null) {
                throw Query.invalid("name", "is required");
            }
            return name;
        }
    }

    /**
     * What a plan is asked for.
     *
     * @param trafficFactor of the scenario with more traffic; twice if nothing is said
     */
    @Schema(name = "CapacityQuestion")
    @RegisterForReflection
    record CapacityQuestion(
            @Nullable String tenant,
            @Schema(implementation = NamespaceSpec.class) @Nullable JsonNode spec,
            @Schema(defaultValue = "2", minimum = "1", maximum = "1000")
                    @Nullable Double trafficFactor) {
        private static final double MOST_TIMES = 1_000;

        TenantId inTenant() {
            if (tenant == null) {
                throw Query.invalid("tenant", "is required");
            }
            return TenantId.of(tenant);
        }

        /** What is wrong with the spec is told by its path in the question. */
        NamespaceSpec wanted() {
            if (spec == null) {
                throw Query.invalid("spec", "is required");
            }
            try {
                return NamespaceSpecs.parse(spec);
            } catch (ProblemException refusal) {
                throw new ProblemException(
                        refusal.code(),
                        refusal.detail(),
                        refusal.violations().stream()
                                .map(each -> new Violation(inSpec(each.field()), each.message()))
                                .toList());
            }
        }

        private static String inSpec(String field) {
            return field.equals("body") ? "spec" : "spec." + field;
        }

        double factor() {
            var factor = trafficFactor == null ? 2 : trafficFactor;
            if (!(factor >= 1 && factor <= MOST_TIMES)) {
                throw Query.invalid("traffic_factor", "must be from 1 to 1000");
            }
            return factor;
        }
    }

    /** What a change of a tenant or of a member would come to. */
    @Schema(name = "ChangePlan")
    @RegisterForReflection
    record ChangePlan(String action, String summary) {}

    @Schema(name = "TenantPage")
    @RegisterForReflection
    record TenantPage(List<TenantView> items, @Nullable String nextPageToken) {}

    @Schema(name = "NamespacePage")
    @RegisterForReflection
    record NamespacePage(List<NamespaceView> items, @Nullable String nextPageToken) {}

    @Schema(name = "RetiredNamespacePage")
    @RegisterForReflection
    record RetiredPage(List<RetiredView> items, @Nullable String nextPageToken) {}

    @Schema(name = "SpecRevisionPage")
    @RegisterForReflection
    record RevisionPage(List<SpecRevision> items, @Nullable String nextPageToken) {}

    /** With the window as it was taken: widened to whole steps, and with what was not said. */
    @Schema(name = "UsagePage")
    @RegisterForReflection
    record UsagePage(
            Instant from,
            Instant to,
            String step,
            List<NamespaceUsage> items,
            @Nullable String nextPageToken) {
        static UsagePage of(UsageWindow window, Listing<NamespaceUsage> listing) {
            return new UsagePage(
                    window.from(),
                    window.to(),
                    window.step().wire(),
                    listing.items(),
                    listing.nextPageToken());
        }
    }

    @Schema(name = "AuditEventPage")
    @RegisterForReflection(targets = {AuditEventPage.class, AuditEvent.class})
    record AuditEventPage(List<AuditEvent> items, @Nullable String nextPageToken) {}

    /**
     * A shard as operators see it.
     *
     * @param measured what it uses, the 95th percentile of the last hour
     * @param free the capacity, less what is reserved or measured, whichever is more
     * @param health null until it was looked at for the first time
     */
    @Schema(name = "Shard")
    @RegisterForReflection
    record ShardView(
            String id,
            Engine engine,
            Provider provider,
            ShardState state,
            @Nullable String reason,
            long revision,
            List<String> endpoints,
            Map<String, String> labels,
            Capacity capacity,
            Capacity reserved,
            Capacity measured,
            Capacity free,
            String credentialRef,
            Map<String, String> settings,
            @Nullable Health health,
            @Nullable UUID operationId,
            Instant createdAt,
            Instant updatedAt,
            List<String> permissions) {
        static ShardView of(FleetShard known, @Nullable Health health, List<String> permissions) {
            var shard = known.shard();
            return new ShardView(
                    shard.id(),
                    shard.engine(),
                    shard.provider(),
                    shard.state(),
                    known.reason(),
                    known.revision(),
                    shard.endpoints(),
                    shard.labels(),
                    shard.capacity(),
                    shard.reserved(),
                    shard.measured(),
                    shard.free(),
                    shard.credentialRef(),
                    shard.engineSettings(),
                    health,
                    known.operation(),
                    known.createdAt(),
                    known.updatedAt(),
                    permissions);
        }
    }

    /** What a change of a shard would set out to do. */
    @Schema(name = "ShardPlan")
    @RegisterForReflection
    record ShardPlan(String action, String summary, List<StepPlan> steps) {
        static ShardPlan of(String action, Plan plan) {
            return new ShardPlan(action, plan.summary() + ".", plan.steps());
        }
    }

    @Schema(name = "ShardPage")
    @RegisterForReflection
    record ShardPage(List<ShardView> items, @Nullable String nextPageToken) {}

    @Schema(name = "MeasurementPage")
    @RegisterForReflection
    record MeasurementPage(List<Measurement> items, @Nullable String nextPageToken) {}

    @Schema(name = "ShardPlacementPage")
    @RegisterForReflection(targets = {ShardPlacementPage.class, OnShard.class})
    record ShardPlacementPage(List<OnShard> items, @Nullable String nextPageToken) {}

    @Schema(name = "Instance")
    @RegisterForReflection
    record InstanceView(
            String id,
            String host,
            Instant registeredAt,
            Instant lastSeen,
            Revision applied,
            List<String> permissions) {
        static InstanceView of(Instance instance, List<String> permissions) {
            return new InstanceView(
                    instance.id(),
                    instance.host(),
                    instance.registeredAt(),
                    instance.lastSeen(),
                    instance.applied(),
                    permissions);
        }
    }

    @Schema(name = "InstancePage")
    @RegisterForReflection
    record InstancePage(List<InstanceView> items, @Nullable String nextPageToken) {}
}
