package io.quarry.worker.workflow;

import io.quarry.metadata.namespace.NamespaceLifecycle;
import io.quarry.metadata.operation.Claims;
import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;

/** Nothing is left in the stores, so the reservation goes back and the rows go. */
@ApplicationScoped
class Purge implements Step {
    private final Tenancy tenancy;
    private final Claims claims;
    private final NamespaceLifecycle namespaces;

    Purge(Tenancy tenancy, Claims claims, NamespaceLifecycle namespaces) {
        this.tenancy = tenancy;
        this.claims = claims;
        this.namespaces = namespaces;
    }

    @Override
    public Outcome carryOut(Assignment assignment) {
        return tenancy.system(
                () -> {
                    claims.guard(assignment.hold().fence());
                    namespaces.purge(assignment.uid());
                    return new Outcome.Done();
                });
    }
}
