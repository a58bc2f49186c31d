package io.quarry.worker.workflow;

import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.operation.Claims;
import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.route.Routes;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Writes a route that says RETIRED: a record, because a gateway that missed a tombstone would serve
 * on.
 */
@ApplicationScoped
class WithdrawRoute implements Step {
    private final Tenancy tenancy;
    private final Claims claims;
    private final Routes routes;

    WithdrawRoute(Tenancy tenancy, Claims claims, Routes routes) {
        this.tenancy = tenancy;
        this.claims = claims;
        this.routes = routes;
    }

    @Override
    public Outcome carryOut(Assignment assignment) {
        return tenancy.system(
                () -> {
                    claims.guard(assignment.hold().fence());
                    routes.refresh(assignment.uid(), NamespaceState.RETIRED);
                    return new Outcome.Done();
                });
    }
}
