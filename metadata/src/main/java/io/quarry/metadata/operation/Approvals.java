package io.quarry.metadata.operation;

import io.quarry.metadata.access.Grants;
import io.quarry.metadata.access.Permission;
import io.quarry.metadata.access.Permissions;
import io.quarry.metadata.access.Principal;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.namespace.NamespaceId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The policy as this installation has it. What is asked for by someone who may approve is. */
@ApplicationScoped
public class Approvals {
    private final ApprovalConfig policy;
    private final Grants grants;

    Approvals(ApprovalConfig policy, Grants grants) {
        this.policy = policy;
        this.grants = grants;
    }

    /** Why it would wait for an approval if that principal asked; empty if it would not. */
    public Optional<String> demanded(Stakes stakes, NamespaceId id, Principal asker) {
        return Approval.reason(stakes, policy)
                .filter(
                        _ ->
                                !Permissions.allows(
                                        grants.of(asker.address()),
                                        Permission.OPERATION_CHANGE,
                                        new Scope.OfNamespace(id)));
    }
}
