package io.quarry.worker.workflow;

import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Drops every epoch's structure of a retired namespace. That this is about to happen was saved with
 * the step before; the claim is confirmed again for each shard; and a namespace that is not retired
 * is left alone, whoever asks.
 */
@ApplicationScoped
class DropStructures implements Step {
    private final Tenancy tenancy;
    private final Namespaces namespaces;
    private final Structures structures;

    DropStructures(Tenancy tenancy, Namespaces namespaces, Structures structures) {
        this.tenancy = tenancy;
        this.namespaces = namespaces;
        this.structures = structures;
    }

    @Override
    public Outcome carryOut(Assignment assignment) {
        Namespace namespace = tenancy.system(() -> namespaces.byUid(assignment.uid()));
        if (namespace.status().state() != NamespaceState.RETIRED) {
            return new Outcome.GiveUp(
                    assignment.namespace()
                            + " is "
                            + namespace.status().state()
                            + ", and only a retired namespace is dropped");
        }
        return structures.onEach(
                namespace.status().placements(),
                assignment.hold(),
                (provisioner, timeout) -> {
                    Deadline deadline = Deadline.after(timeout);
                    List<NamespaceRef> all = provisioner.list(assignment.uid().value(), deadline);
                    all.forEach(structure -> provisioner.drop(structure, deadline));
                });
    }
}
