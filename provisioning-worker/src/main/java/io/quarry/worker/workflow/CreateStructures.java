package io.quarry.worker.workflow;

import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.NamespaceLifecycle;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.operation.Claims;
import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes the namespace's structure on each shard it is placed on, and looks whether it is there. */
@ApplicationScoped
class CreateStructures implements Step {
    private final Tenancy tenancy;
    private final Claims claims;
    private final Namespaces namespaces;
    private final NamespaceLifecycle lifecycle;
    private final Structures structures;
    private final Databases databases;

    CreateStructures(
            Tenancy tenancy,
            Claims claims,
            Namespaces namespaces,
            NamespaceLifecycle lifecycle,
            Structures structures,
            Databases databases) {
        this.tenancy = tenancy;
        this.claims = claims;
        this.namespaces = namespaces;
        this.lifecycle = lifecycle;
        this.structures = structures;
        this.databases = databases;
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
        if (namespace.spec().abstraction() == Abstraction.RELATIONAL) {
            return databases.open(namespace, assignment.hold());
        }
        NamespaceRef structure =
                new NamespaceRef(namespace.uid().value(), namespace.status().epoch());
        return structures.onEach(
                namespace.status().placements(),
                assignment.hold(),
                (provisioner, timeout) -> {
                    Deadline deadline = Deadline.after(timeout);
                    provisioner.ensure(structure, Layout.keyValue(), deadline);
                });
    }
}
