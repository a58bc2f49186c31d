package io.quarry.api.control;

import static io.quarry.metadata.access.Permission.NAMESPACE_CREATE;
import static io.quarry.metadata.access.Permission.SHARD_READ;

import io.quarry.api.control.Answers.CapacityQuestion;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.placement.CapacityPlan;
import io.quarry.metadata.placement.CapacityPlans;
import io.quarry.metadata.tenant.Tenants;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a namespace would take; nothing is made, reserved or written down. */
@Path("/api/v1/capacity-plans")
@Tag(name = "capacity")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class CapacityPlansResource {
    private final Asker asker;
    private final CapacityPlans plans;
    private final Tenants tenants;

    CapacityPlansResource(Asker asker, CapacityPlans plans, Tenants tenants) {
        this.asker = asker;
        this.plans = plans;
        this.tenants = tenants;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "planCapacity",
            summary = "What a namespace would take",
            description =
                    "Demand, layout, cost and the shards that will do, as stated, at more traffic and with one zone lost. For those who may create namespaces in the tenant, and for operators.")
    public CapacityPlan plan(@Context UriInfo uri, @Nullable CapacityQuestion question) {
        Query.of(uri);
        var asked = Query.given(question);
        var tenant = asked.inTenant();
        var wholeFleet = asker.may(SHARD_READ, new Scope.Platform());
        if (!wholeFleet) {
            asker.require(NAMESPACE_CREATE, new Scope.OfTenant(tenant));
        }
        if (tenants.find(tenant).isEmpty()) {
            throw Asker.noSuch("tenant");
        }
        return plans.plan(asked.wanted(), asked.factor(), wholeFleet);
    }
}
