package io.quarry.worker.workflow;

import io.quarry.metadata.operation.OperationType;
import jakarta.enterprise.context.ApplicationScoped;

/** Which workflow carries out which type of operation. */
@ApplicationScoped
public class WorkflowCatalogue {
    private final ProvisionNamespace provision;
    private final ChangeNamespace change;
    private final RetireNamespace retire;
    private final PurgeNamespace purge;
    private final RestoreNamespace restore;
    private final ProvisionShard provisionShard;
    private final DrainShard drainShard;
    private final RetireShard retireShard;

    WorkflowCatalogue(
            ProvisionNamespace provision,
            ChangeNamespace change,
            RetireNamespace retire,
            PurgeNamespace purge,
            RestoreNamespace restore,
            ProvisionShard provisionShard,
            DrainShard drainShard,
            RetireShard retireShard) {
        this.provision = provision;
        this.change = change;
        this.retire = retire;
        this.purge = purge;
        this.restore = restore;
        this.provisionShard = provisionShard;
        this.drainShard = drainShard;
        this.retireShard = retireShard;
    }

    public Workflow of(OperationType type) {
        return switch (type) {
            case PROVISION_NAMESPACE -> provision;
            case CHANGE_NAMESPACE -> change;
            case RETIRE_NAMESPACE -> retire;
            case PURGE_NAMESPACE -> purge;
            case RESTORE_NAMESPACE -> restore;
            case PROVISION_SHARD -> provisionShard;
            case DRAIN_SHARD -> drainShard;
            case RETIRE_SHARD -> retireShard;
            case UNKNOWN -> throw new IllegalArgumentException("nobody claims what is not known");
        };
    }
}
