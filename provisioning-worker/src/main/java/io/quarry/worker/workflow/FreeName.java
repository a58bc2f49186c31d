package io.quarry.worker.workflow;

import io.quarry.metadata.namespace.NamespaceLifecycle;
import io.quarry.metadata.operation.Claims;
import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;

/** Retired: another namespace may have the name from now on, under another uid. */
@ApplicationScoped
class FreeName implements Step {
    private final Tenancy tenancy;
    private final Claims claims;
    private final NamespaceLifecycle namespaces;

    FreeName(Tenancy tenancy, Claims claims, NamespaceLifecycle namespaces) {
        this.tenancy = tenancy;
        this.claims = claims;
        this.namespaces = namespaces;
    }

    @Override
    public Outcome carryOut(Assignment assignment) {
        return tenancy.system(
                () -> {
                    claims.guard(assignment.hold().fence());
                    namespaces.retired(assignment.uid());
                    return new Outcome.Done();
                });
    }
}
