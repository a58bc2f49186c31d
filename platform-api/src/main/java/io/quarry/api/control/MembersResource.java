package io.quarry.api.control;

import static io.quarry.metadata.access.Permission.MEMBERS_CHANGE;
import static io.quarry.metadata.access.Permission.MEMBERS_READ;

import io.quarry.api.control.Answers.ChangePlan;
import io.quarry.api.control.MemberAnswers.MemberPage;
import io.quarry.api.control.MemberAnswers.MemberView;
import io.quarry.api.control.MemberAnswers.Membership;
import io.quarry.metadata.access.Grants;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.metadata.tenant.Tenants;
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

/** Grants of people and programs on a tenant, at most one role each. */
@Path("/api/v1/tenants/{tenant}/members")
@Tag(name = "access")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class MembersResource {
    private final Asker asker;
    private final Grants grants;
    private final Granting granting;
    private final Tenants tenants;

    MembersResource(Asker asker, Grants grants, Granting granting, Tenants tenants) {
        this.asker = asker;
        this.grants = grants;
        this.granting = granting;
        this.tenants = tenants;
    }

    @GET
    @Operation(operationId = "listMembers", summary = "Who may do what in the tenant")
    public MemberPage list(@PathParam("tenant") String tenant, @Context UriInfo uri) {
        var page = Query.of(uri, "limit", "page_token").page();
        var id = TenantId.of(tenant);
        asker.require(MEMBERS_READ, new Scope.OfTenant(id));
        existing(id);
        return granting.page(grants.inTenant(id, page));
    }

    @GET
    @Path("{principal}")
    @Operation(operationId = "getMember", summary = "One member's role")
    @APIResponse(
            responseCode = "200",
            description = "the member",
            content = @Content(schema = @Schema(implementation = MemberView.class)))
    public Response get(
            @PathParam("tenant") String tenant,
            @PathParam("principal") String principal,
            @Context UriInfo uri) {
        Query.of(uri);
        var id = TenantId.of(tenant);
        asker.require(MEMBERS_READ, new Scope.OfTenant(id));
        return granting.get(new Scope.OfTenant(id), principal, "member");
    }

    @PUT
    @Path("{principal}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "putMember",
            summary = "Give a person or a program its role in the tenant")
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
            @PathParam("principal") String principal,
            @Context UriInfo uri,
            @Nullable Membership membership) {
        var query = Query.of(uri, "dry_run");
        var id = TenantId.of(tenant);
        var scope = new Scope.OfTenant(id);
        asker.require(MEMBERS_CHANGE, scope);
        existing(id);
        return granting.put(scope, principal, membership, query.flag("dry_run"));
    }

    @DELETE
    @Path("{principal}")
    @Operation(operationId = "deleteMember", summary = "Take a member's role away")
    @APIResponse(
            responseCode = "200",
            description = "with dry_run: what would be done",
            content = @Content(schema = @Schema(implementation = ChangePlan.class)))
    @APIResponse(responseCode = "204", description = "taken away")
    public Response delete(
            @PathParam("tenant") String tenant,
            @PathParam("principal") String principal,
            @Context UriInfo uri) {
        var query = Query.of(uri, "dry_run");
        var id = TenantId.of(tenant);
        var scope = new Scope.OfTenant(id);
        asker.require(MEMBERS_CHANGE, scope);
        return granting.delete(scope, principal, "member", query.flag("dry_run"));
    }

    private void existing(TenantId id) {
        if (tenants.find(id).isEmpty()) {
            throw Asker.noSuch("tenant");
        }
    }
}
