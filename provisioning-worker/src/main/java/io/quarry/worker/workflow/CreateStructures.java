package io.quarry.worker.workflow;

import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.NamespaceLifecycle;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.operation.Claims;
import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes the namespace's structure on each shard it is placed on, and looks whether it is there. */
@ApplicationScoped
class CreateStructures implements Step {
    private final Tenancy tenancy;
    private final Claims claims;
    private final Namespaces namespaces;
    private final NamespaceLifecycle lifecycle;
    private final Structures structures;

    CreateStructures(
            Tenancy tenancy,
            Claims claims,
            Namespaces namespaces,
            NamespaceLifecycle lifecycle,
            Structures structures) {
        this.tenancy = tenancy;
        this.claims = claims;
        this.namespaces = namespaces;
        this.lifecycle = lifecycle;
        this.structures = structures;
    }

    @Override
    public Outcome carryOut(Assignment assignment) {
        Namespace namespace =
                tenancy.system(
                        () -> {
                            claims.guard(assignment.hold().fence());
                            lifecycle.state(assignment.uid(), NamespaceState.PROVISIONING, null);
                            return namespaces.byUid(assignment.uid());
                        });
        return structures.open(namespace, assignment.hold());
    }
}
