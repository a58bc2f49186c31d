package io.quarry.api.control;

import static io.quarry.metadata.access.Permission.NAMESPACE_CREATE;
import static io.quarry.metadata.access.Permission.NAMESPACE_READ;

import io.quarry.api.control.Answers.RetiredPage;
import io.quarry.api.control.Answers.RetiredView;
import io.quarry.api.control.OperationAnswers.OperationView;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.namespace.NamespacePlan;
import io.quarry.metadata.namespace.RetiredNamespaces;
import io.quarry.metadata.tenant.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/tenants/{tenant}/retired-namespaces")
@Tag(name = "namespaces")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RetiredNamespacesResource {
    private final Asker asker;
    private final RetiredNamespaces retired;
    private final OperationAnswers operations;

    RetiredNamespacesResource(Asker asker, RetiredNamespaces retired, OperationAnswers operations) {
        this.asker = asker;
        this.retired = retired;
        this.operations = operations;
    }

    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "listRetiredNamespaces",
            summary = "Namespaces whose data is still kept, by name")
    public RetiredPage list(@PathParam("tenant") String tenant, @Context UriInfo uri) {
        var query = Query.of(uri, "limit", "page_token");
        var id = TenantId.of(tenant);
        var scope = new Scope.OfTenant(id);
        asker.require(NAMESPACE_READ, scope);
        var permissions =
                asker.may(NAMESPACE_CREATE, scope) ? List.of("restore") : List.<String>of();
        var listing = retired.list(id, query.page());
        return new RetiredPage(
                listing.items().stream().map(each -> RetiredView.of(each, permissions)).toList(),
                listing.nextPageToken());
    }

    @POST
    @Path("{uid}:restore")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "restoreNamespace",
            summary = "Give a retired namespace its name and its data back",
            description =
                    "Grants on it hold again. Its purge is called off, unless it has begun; the two exclude each other.")
    @APIResponse(
            responseCode = "200",
            description = "with dry_run: the plan",
            content = @Content(schema = @Schema(implementation = NamespacePlan.class)))
    @APIResponse(
            responseCode = "202",
            description = "accepted; Location is the operation",
            content = @Content(schema = @Schema(implementation = OperationView.class)))
    public Response restore(
            @PathParam("tenant") String tenant,
            @PathParam("uid") String uid,
            @Context UriInfo uri) {
        var query = Query.of(uri, "dry_run");
        var id = TenantId.of(tenant);
        asker.require(NAMESPACE_CREATE, new Scope.OfTenant(id));
        var wanted = Query.uid("uid", uid);
        if (query.flag("dry_run")) {
            return Response.ok(retired.planRestore(id, wanted)).build();
        }
        return operations.accepted(retired.restore(id, wanted, asker.caller()));
    }
}
