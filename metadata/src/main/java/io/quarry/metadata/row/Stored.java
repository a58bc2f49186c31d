package io.quarry.metadata.row;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarry.metadata.access.Subject;
import io.quarry.metadata.answer.Written;
import io.quarry.metadata.cache.CacheFlush;
import io.quarry.metadata.capacity.Buckets;
import io.quarry.metadata.capacity.Cost;
import io.quarry.metadata.capacity.Layout;
import io.quarry.metadata.instance.Instance;
import io.quarry.metadata.namespace.Accepted;
import io.quarry.metadata.namespace.CounterSpec;
import io.quarry.metadata.namespace.DatasetSpec;
import io.quarry.metadata.namespace.DatasetType;
import io.quarry.metadata.namespace.Effective;
import io.quarry.metadata.namespace.Interval;
import io.quarry.metadata.namespace.IsoDuration;
import io.quarry.metadata.namespace.Latency;
import io.quarry.metadata.namespace.Limits;
import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.ObjectSpec;
import io.quarry.metadata.namespace.RelationalSpec;
import io.quarry.metadata.namespace.SearchField;
import io.quarry.metadata.namespace.SearchSpec;
import io.quarry.metadata.namespace.Status;
import io.quarry.metadata.namespace.TimeSeriesSpec;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.namespace.Workload;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.OperationState;
import io.quarry.metadata.operation.Plan;
import io.quarry.metadata.operation.Progress;
import io.quarry.metadata.operation.StepPlan;
import io.quarry.metadata.operation.StepView;
import io.quarry.metadata.operation.Target;
import io.quarry.metadata.placement.CapacityPlan;
import io.quarry.metadata.placement.Obstacle;
import io.quarry.metadata.placement.Placement;
import io.quarry.metadata.placement.Unfit;
import io.quarry.metadata.problem.ProblemView;
import io.quarry.metadata.quota.Quota;
import io.quarry.metadata.quota.QuotaAmounts;
import io.quarry.metadata.quota.QuotaLimits;
import io.quarry.metadata.relational.DatabaseConnection;
import io.quarry.metadata.relational.DatabaseLogin;
import io.quarry.metadata.route.CacheRoute;
import io.quarry.metadata.route.PlacementRoute;
import io.quarry.metadata.route.Revision;
import io.quarry.metadata.route.Route;
import io.quarry.metadata.route.RouteRecord;
import io.quarry.metadata.route.RouteSettings;
import io.quarry.metadata.route.TenantGrants;
import io.quarry.metadata.serviceaccount.Credential;
import io.quarry.metadata.serviceaccount.ServiceAccount;
import io.quarry.metadata.serviceaccount.ServiceAccountId;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.FleetShard;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.tenant.Tenant;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.metadata.tenant.TenantSpec;
import io.quarry.metadata.usage.NamespaceUsage;
import io.quarry.metadata.usage.UsageBatch;
import io.quarry.metadata.usage.UsageCell;

/** What lies in jsonb columns: a native executable has to be told what is read by reflection. */
@RegisterForReflection(
        targets = {
            Accepted.class,
            Accepted.Changed.class,
            Accepted.Created.class,
            Accepted.Unchanged.class,
            Buckets.class,
            CacheFlush.class,
            CacheRoute.class,
            Capacity.class,
            CapacityPlan.class,
            CapacityPlan.Scenario.class,
            CapacityPlan.ShardVerdict.class,
            Cost.class,
            CounterSpec.class,
            Credential.class,
            DatabaseConnection.class,
            DatabaseLogin.class,
            DatasetSpec.class,
            DatasetType.class,
            Effective.class,
            FleetShard.class,
            Instance.class,
            Interval.class,
            IsoDuration.class,
            Latency.class,
            Layout.class,
            Limits.class,
            Namespace.class,
            NamespaceId.class,
            NamespaceSpec.class,
            NamespaceUsage.class,
            Operation.class,
            OperationState.Cancelled.class,
            OperationState.Cancelling.class,
            OperationState.Failed.class,
            OperationState.NeedsApproval.class,
            OperationState.NeedsAttention.class,
            OperationState.Pending.class,
            OperationState.Running.class,
            OperationState.Succeeded.class,
            OperationState.Waiting.class,
            ObjectSpec.class,
            Obstacle.class,
            Placement.class,
            PlacementRoute.class,
            Plan.class,
            ProblemView.class,
            Progress.class,
            Quota.class,
            QuotaAmounts.class,
            QuotaLimits.class,
            RelationalSpec.class,
            Revision.class,
            Route.class,
            RouteRecord.class,
            RouteRecord.OfNamespace.class,
            RouteRecord.OfTenant.class,
            RouteSettings.class,
            SearchField.class,
            SearchSpec.class,
            ServiceAccount.class,
            ServiceAccountId.class,
            Shard.class,
            Status.class,
            StepPlan.class,
            StepView.class,
            Subject.class,
            Target.class,
            Target.OfNamespace.class,
            Target.OfShard.class,
            Tenant.class,
            TenantGrants.class,
            TenantId.class,
            TenantSpec.class,
            TimeSeriesSpec.class,
            Uid.class,
            Unfit.class,
            UsageBatch.class,
            UsageCell.class,
            Workload.class,
            Written.class
        })
final class Stored {
    private Stored() {}
}
