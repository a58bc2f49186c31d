package io.quarry.api.control;

import static io.quarry.metadata.access.Permission.MEMBERS_CHANGE;
import static io.quarry.metadata.access.Permission.MEMBERS_READ;

import io.quarry.api.control.Answers.ChangePlan;
import io.quarry.api.control.MemberAnswers.MemberPage;
import io.quarry.api.control.MemberAnswers.MemberView;
import io.quarry.api.control.MemberAnswers.Membership;
import io.quarry.metadata.access.Grants;
import io.quarry.metadata.access.Permission;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.namespace.NamespaceId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Grants on the data of one namespace only; what the tenant's members may besides is not told here.
 */
@Path("/api/v1/tenants/{tenant}/namespaces/{namespace}/grants")
@Tag(name = "access")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class NamespaceGrantsResource {
    private static final String WHAT = "grant";

    private final Asker asker;
    private final Grants grants;
    private final Granting granting;

    NamespaceGrantsResource(Asker asker, Grants grants, Granting granting) {
        this.asker = asker;
        this.grants = grants;
        this.granting = granting;
    }

    @GET
    @Operation(
            operationId = "listNamespaceGrants",
            summary = "Who was granted this namespace's data alone")
    public MemberPage list(
            @PathParam("tenant") String tenant,
            @PathParam("namespace") String namespace,
            @Context UriInfo uri) {
        var page = Query.of(uri, "limit", "page_token").page();
        return granting.page(grants.on(scope(tenant, namespace, MEMBERS_READ), page));
    }

    @GET
    @Path("{principal}")
    @Operation(operationId = "getNamespaceGrant", summary = "One grant on the namespace")
    @APIResponse(
            responseCode = "200",
            description = "the grant",
            content = @Content(schema = @Schema(implementation = MemberView.class)))
    public Response get(
            @PathParam("tenant") String tenant,
            @PathParam("namespace") String namespace,
            @PathParam("principal") String principal,
            @Context UriInfo uri) {
        Query.of(uri);
        return granting.get(scope(tenant, namespace, MEMBERS_READ), principal, WHAT);
    }

    @PUT
    @Path("{principal}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "putNamespaceGrant",
            summary = "Let a person or a program read, or read and write, the namespace's data",
            description = "The gateways know it within two seconds.")
    @APIResponse(
            responseCode = "200",
            description = "changed, or with dry_run what would be done",
            content = @Content(schema = @Schema(oneOf = {MemberView.class, ChangePlan.class})))
    @APIResponse(
            responseCode = "201",
            description = "added",
            content = @Content(schema = @Schema(implementation = MemberView.class)))
    public Response put(
            @PathParam("tenant") String tenant,
            @PathParam("namespace") String namespace,
            @PathParam("principal") String principal,
            @Context UriInfo uri,
            @Nullable Membership membership) {
        var query = Query.of(uri, "dry_run");
        var scope = scope(tenant, namespace, MEMBERS_CHANGE);
        return granting.put(scope, principal, membership, query.flag("dry_run"));
    }

    @DELETE
    @Path("{principal}")
    @Operation(
            operationId = "deleteNamespaceGrant",
            summary = "Take a grant on the namespace away",
            description = "No gateway answers to it any more after two seconds.")
    @APIResponse(
            responseCode = "200",
            description = "with dry_run: what would be done",
            content = @Content(schema = @Schema(implementation = ChangePlan.class)))
    @APIResponse(responseCode = "204", description = "taken away")
    public Response delete(
            @PathParam("tenant") String tenant,
            @PathParam("namespace") String namespace,
            @PathParam("principal") String principal,
            @Context UriInfo uri) {
        var query = Query.of(uri, "dry_run");
        var scope = scope(tenant, namespace, MEMBERS_CHANGE);
        return granting.delete(scope, principal, WHAT, query.flag("dry_run"));
    }

    private Scope scope(String tenant, String namespace, Permission permission) {
        var scope = new Scope.OfNamespace(NamespaceId.of(tenant, namespace));
        asker.require(permission, scope);
        return scope;
    }
}
