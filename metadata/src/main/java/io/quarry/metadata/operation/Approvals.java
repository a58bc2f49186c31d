package io.quarry.metadata.operation;

import io.quarry.metadata.access.Permission;
import io.quarry.metadata.access.Permissions;
import io.quarry.metadata.access.Principal;
import io.quarry.metadata.access.Principals;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.namespace.NamespaceId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The policy as this installation has it. What is asked for by someone who may approve is. */
@ApplicationScoped
public class Approvals {
    private final ApprovalConfig policy;
    private final Principals principals;

    Approvals(ApprovalConfig policy, Principals principals) {
        this.policy = policy;
        this.principals = principals;
    }

    /** Why it would wait for an approval if that principal asked; empty if it would not. */
    public Optional<String> demanded(Stakes stakes, NamespaceId id, Principal asker) {
        return Approval.reason(stakes, policy)
                .filter(
                        _ ->
                                !Permissions.allows(
                                        principals.of(asker).grants(),
                                        Permission.OPERATION_CHANGE,
                                        new Scope.OfNamespace(id)));
    }
}
