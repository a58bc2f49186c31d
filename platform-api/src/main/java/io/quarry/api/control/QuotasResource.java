package io.quarry.api.control;

import static io.quarry.metadata.access.Permission.QUOTA_CHANGE;
import static io.quarry.metadata.access.Permission.TENANT_READ;

import io.quarry.api.control.Answers.ChangePlan;
import io.quarry.api.control.Answers.QuotaView;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.quota.Quota;
import io.quarry.metadata.quota.QuotaLimits;
import io.quarry.metadata.quota.Quotas;
import io.quarry.metadata.tenant.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/api/v1/tenants/{tenant}/quota")
@Tag(name = "tenants")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class QuotasResource {
    private final Asker asker;
    private final Quotas quotas;

    QuotasResource(Asker asker, Quotas quotas) {
        this.asker = asker;
        this.quotas = quotas;
    }

    @GET
    @Operation(
            operationId = "getQuota",
            summary = "What a tenant's namespaces may take together, and what they do")
    @APIResponse(
            responseCode = "200",
            description = "the quota; a limit that is null is none",
            content = @Content(schema = @Schema(implementation = QuotaView.class)))
    public Response get(@PathParam("tenant") String tenant, @Context UriInfo uri) {
        Query.of(uri);
        var id = TenantId.of(tenant);
        asker.require(TENANT_READ, new Scope.OfTenant(id));
        return answer(quotas.find(id).orElseThrow(() -> Asker.noSuch("tenant")));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "putQuota",
            summary = "Say what a tenant's namespaces may take together",
            description =
                    "Replaces all limits; what is not given has none. Refused where more is reserved already.")
    @APIResponse(
            responseCode = "200",
            description = "as it is now, or with dry_run what would be done",
            content = @Content(schema = @Schema(oneOf = {QuotaView.class, ChangePlan.class})))
    public Response put(
            @PathParam("tenant") String tenant,
            @Context UriInfo uri,
            @Nullable QuotaLimits limits) {
        var query = Query.of(uri, "dry_run");
        var id = TenantId.of(tenant);
        asker.require(QUOTA_CHANGE, new Scope.OfTenant(id));
        var wanted = Query.given(limits);
        var caller = asker.caller();
        if (query.flag("dry_run")) {
            var plan =
                    quotas.planPut(id, wanted, caller.ifMatch())
                            ? new ChangePlan(
                                    "change", "Changes the quota of the tenant " + id + ".")
                            : new ChangePlan("none", "The quota is as wanted.");
            return Response.ok(plan).build();
        }
        return answer(quotas.put(id, wanted, caller));
    }

    private Response answer(Quota quota) {
        var change = asker.may(QUOTA_CHANGE, new Scope.OfTenant(quota.tenant()));
        return Headers.tagged(
                200,
                quota.revision(),
                QuotaView.of(quota, change ? List.of("read", "change") : List.of("read")));
    }
}
