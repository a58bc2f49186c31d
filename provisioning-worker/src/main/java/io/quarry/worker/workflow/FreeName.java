package io.quarry.worker.workflow;

import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.operation.Operations;
import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;

/** Retired: another namespace may have the name from now on, under another uid. */
@ApplicationScoped
class FreeName implements Step {
    private final Tenancy tenancy;
    private final Operations operations;
    private final Namespaces namespaces;

    FreeName(Tenancy tenancy, Operations operations, Namespaces namespaces) {
        this.tenancy = tenancy;
        this.operations = operations;
        this.namespaces = namespaces;
    }

    @Override
    public Outcome carryOut(Assignment assignment) {
        return tenancy.system(
                () -> {
                    operations.guard(assignment.hold().fence());
                    namespaces.retired(assignment.uid());
                    return new Outcome.Done();
                });
    }
}
