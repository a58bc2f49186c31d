package io.quarry.api.control;

import static io.quarry.metadata.access.Permission.MEMBERS_CHANGE;
import static io.quarry.metadata.access.Permission.MEMBERS_READ;

import io.quarry.api.control.Answers.ChangePlan;
import io.quarry.api.control.Answers.MemberPage;
import io.quarry.api.control.Answers.Membership;
import io.quarry.metadata.access.Grant;
import io.quarry.metadata.access.Grants;
import io.quarry.metadata.access.Principal;
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
import java.util.Optional;
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
    private final Tenants tenants;

    MembersResource(Asker asker, Grants grants, Tenants tenants) {
        this.asker = asker;
        this.grants = grants;
        this.tenants = tenants;
    }

    @GET
    @Operation(operationId = "listMembers", summary = "Who may do what in the tenant")
    public MemberPage list(@PathParam("tenant") String tenant, @Context UriInfo uri) {
        Query.of(uri);
        var id = TenantId.of(tenant);
        asker.require(MEMBERS_READ, new Scope.OfTenant(id));
        existing(id);
        return new MemberPage(grants.inTenant(id), null);
    }

    @GET
    @Path("{principal}")
    @Operation(operationId = "getMember", summary = "One member's role")
    public Grant get(
            @PathParam("tenant") String tenant,
            @PathParam("principal") String principal,
            @Context UriInfo uri) {
        Query.of(uri);
        var id = TenantId.of(tenant);
        asker.require(MEMBERS_READ, new Scope.OfTenant(id));
        return find(id, Principal.checkAddress(principal))
                .orElseThrow(() -> Asker.noSuch("member"));
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
            content = @Content(schema = @Schema(oneOf = {Grant.class, ChangePlan.class})))
    @APIResponse(
            responseCode = "201",
            description = "added",
            content = @Content(schema = @Schema(implementation = Grant.class)))
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
        var address = Principal.checkAddress(principal);
        var role = Query.given(membership).given();
        if (!role.fits(scope)) {
            throw Query.invalid(
                    "role", "must be one of tenant-viewer, tenant-developer, tenant-admin");
        }
        var wanted = new Grant(address, role, scope);
        if (query.flag("dry_run")) {
            var known = find(id, address);
            var action =
                    known.isEmpty() ? "create" : known.get().equals(wanted) ? "none" : "change";
            return Response.ok(
                            new ChangePlan(
                                    action,
                                    address + " gets the role " + role.wire() + " on " + id + "."))
                    .build();
        }
        var written = grants.put(wanted, asker.caller());
        return Response.status(written.created() ? 201 : 200).entity(written.value()).build();
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
        var address = Principal.checkAddress(principal);
        if (query.flag("dry_run")) {
            var known = find(id, address).orElseThrow(() -> Asker.noSuch("member"));
            return Response.ok(
                            new ChangePlan(
                                    "delete",
                                    address
                                            + " loses the role "
                                            + known.role().wire()
                                            + " on "
                                            + id
                                            + "."))
                    .build();
        }
        if (!grants.remove(address, scope, asker.caller())) {
            throw Asker.noSuch("member");
        }
        return Response.noContent().build();
    }

    private void existing(TenantId id) {
        if (tenants.find(id).isEmpty()) {
            throw Asker.noSuch("tenant");
        }
    }

    private Optional<Grant> find(TenantId tenant, String address) {
        return grants.inTenant(tenant).stream()
                .filter(
                        grant ->
                                grant.principal().equals(address)
                                        && grant.scope() instanceof Scope.OfTenant)
                .findFirst();
    }
}
