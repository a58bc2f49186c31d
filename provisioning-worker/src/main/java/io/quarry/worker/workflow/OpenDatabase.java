package io.quarry.worker.workflow;

import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.operation.Claims;
import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;

/** The database is there, within the limits of the spec, and lets its log-ins in. */
@ApplicationScoped
class OpenDatabase implements Step {
    private final Tenancy tenancy;
    private final Claims claims;
    private final Namespaces namespaces;
    private final Databases databases;

    OpenDatabase(Tenancy tenancy, Claims claims, Namespaces namespaces, Databases databases) {
        this.tenancy = tenancy;
        this.claims = claims;
        this.namespaces = namespaces;
        this.databases = databases;
    }

    @Override
    public Outcome carryOut(Assignment assignment) {
        Namespace namespace =
                tenancy.system(
                        () -> {
                            claims.guard(assignment.hold().fence());
                            return namespaces.byUid(assignment.uid());
                        });
        return databases.open(namespace, assignment.hold());
    }
}
