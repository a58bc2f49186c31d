package io.quarry.worker.workflow;

import io.quarry.metadata.namespace.NamespaceLifecycle;
import io.quarry.metadata.operation.Claims;
import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;

/** The namespace is what was asked for. */
@ApplicationScoped
class Activate implements Step {
    private final Tenancy tenancy;
    private final Claims claims;
    private final NamespaceLifecycle namespaces;

    Activate(Tenancy tenancy, Claims claims, NamespaceLifecycle namespaces) {
        this.tenancy = tenancy;
        this.claims = claims;
        this.namespaces = namespaces;
    }

    @Override
    public Outcome carryOut(Assignment assignment) {
        return tenancy.system(
                () -> {
                    claims.guard(assignment.hold().fence());
                    namespaces.active(assignment.uid());
                    return new Outcome.Done();
                });
    }
}
