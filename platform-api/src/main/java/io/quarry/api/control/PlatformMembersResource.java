package io.quarry.api.control;

import static io.quarry.metadata.access.Permission.PLATFORM_MEMBERS_CHANGE;
import static io.quarry.metadata.access.Permission.PLATFORM_MEMBERS_READ;

import io.quarry.api.control.Answers.ChangePlan;
import io.quarry.api.control.MemberAnswers.MemberPage;
import io.quarry.api.control.MemberAnswers.MemberView;
import io.quarry.api.control.MemberAnswers.Membership;
import io.quarry.metadata.access.Grants;
import io.quarry.metadata.access.Scope;
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

/** Those who run the platform. */
@Path("/api/v1/platform/members")
@Tag(name = "access")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PlatformMembersResource {
    private static final Scope PLATFORM = new Scope.Platform();
    private static final String WHAT = "member";

    private final Asker asker;
    private final Grants grants;
    private final Granting granting;

    PlatformMembersResource(Asker asker, Grants grants, Granting granting) {
        this.asker = asker;
        this.grants = grants;
        this.granting = granting;
    }

    @GET
    @Operation(operationId = "listPlatformMembers", summary = "Who runs the platform")
    public MemberPage list(@Context UriInfo uri) {
        var page = Query.of(uri, "limit", "page_token").page();
        asker.require(PLATFORM_MEMBERS_READ, PLATFORM);
        return granting.page(grants.on(PLATFORM, page));
    }

    @GET
    @Path("{principal}")
    @Operation(operationId = "getPlatformMember", summary = "One member's role on the platform")
    @APIResponse(
            responseCode = "200",
            description = "the member",
            content = @Content(schema = @Schema(implementation = MemberView.class)))
    public Response get(@PathParam("principal") String principal, @Context UriInfo uri) {
        Query.of(uri);
        asker.require(PLATFORM_MEMBERS_READ, PLATFORM);
        return granting.get(PLATFORM, principal, WHAT);
    }

    @PUT
    @Path("{principal}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "putPlatformMember",
            summary = "Give a person or a program its role on the platform")
    @APIResponse(
            responseCode = "200",
            description = "changed, or with dry_run what would be done",
            content = @Content(schema = @Schema(oneOf = {MemberView.class, ChangePlan.class})))
    @APIResponse(
            responseCode = "201",
            description = "added",
            content = @Content(schema = @Schema(implementation = MemberView.class)))
    public Response put(
            @PathParam("principal") String principal,
            @Context UriInfo uri,
            @Nullable Membership membership) {
        var query = Query.of(uri, "dry_run");
        asker.require(PLATFORM_MEMBERS_CHANGE, PLATFORM);
        return granting.put(PLATFORM, principal, membership, query.flag("dry_run"));
    }

    @DELETE
    @Path("{principal}")
    @Operation(
            operationId = "deletePlatformMember",
            summary = "Take a role on the platform away",
            description = "The last platform-admin stays.")
    @APIResponse(
            responseCode = "200",
            description = "with dry_run: what would be done",
            content = @Content(schema = @Schema(implementation = ChangePlan.class)))
    @APIResponse(responseCode = "204", description = "taken away")
    public Response delete(@PathParam("principal") String principal, @Context UriInfo uri) {
        var query = Query.of(uri, "dry_run");
        asker.require(PLATFORM_MEMBERS_CHANGE, PLATFORM);
        return granting.delete(PLATFORM, principal, WHAT, query.flag("dry_run"));
    }
}
