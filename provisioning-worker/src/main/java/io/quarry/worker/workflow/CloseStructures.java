package io.quarry.worker.workflow;

import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.operation.Claims;
import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;

/** Nobody is let past the gateways any more; what is there stays. */
@ApplicationScoped
class CloseStructures implements Step {
    private final Tenancy tenancy;
    private final Claims claims;
    private final Namespaces namespaces;
    private final Structures structures;

    CloseStructures(Tenancy tenancy, Claims claims, Namespaces namespaces, Structures structures) {
        this.tenancy = tenancy;
        this.claims = claims;
        this.namespaces = namespaces;
        this.structures = structures;
    }

    @Override
    public Outcome carryOut(Assignment assignment) {
        Namespace namespace =
                tenancy.system(
                        () -> {
                            claims.guard(assignment.hold().fence());
                            return namespaces.byUid(assignment.uid());
                        });
        return structures.close(namespace, assignment.hold());
    }
}
