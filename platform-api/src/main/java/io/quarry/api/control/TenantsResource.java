package io.quarry.api.control;

import static io.quarry.metadata.access.Permission.MEMBERS_CHANGE;
import static io.quarry.metadata.access.Permission.NAMESPACE_CREATE;
import static io.quarry.metadata.access.Permission.TENANT_CHANGE;
import static io.quarry.metadata.access.Permission.TENANT_CREATE;
import static io.quarry.metadata.access.Permission.TENANT_DELETE;
import static io.quarry.metadata.access.Permission.TENANT_READ;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.control.Answers.ChangePlan;
import io.quarry.api.control.Answers.NewTenant;
import io.quarry.api.control.Answers.TenantPage;
import io.quarry.api.control.Answers.TenantView;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.problem.Preconditions;
import io.quarry.metadata.tenant.Tenant;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.metadata.tenant.TenantSpec;
import io.quarry.metadata.tenant.Tenants;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/api/v1/tenants")
@Tag(name = "tenants")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class TenantsResource {
    private final Asker asker;
    private final Tenants tenants;

    TenantsResource(Asker asker, Tenants tenants) {
        this.asker = asker;
        this.tenants = tenants;
    }

    @GET
    @Operation(
            operationId = "listTenants",
            summary = "The tenants that the caller may see, by name")
    public TenantPage list(@Context UriInfo uri) {
        var page = Query.of(uri, "limit", "page_token").page();
        var listing = tenants.list(asker.visible(), page);
        return new TenantPage(
                listing.items().stream().map(this::view).toList(), listing.nextPageToken());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createTenant",
            summary = "Create a tenant",
            description = "As PUT with If-None-Match: *, with the name in the body.")
    @APIResponse(
            responseCode = "200",
            description = "with dry_run: what would be done",
            content = @Content(schema = @Schema(implementation = ChangePlan.class)))
    @APIResponse(
            responseCode = "201",
            description = "created",
            content = @Content(schema = @Schema(implementation = TenantView.class)))
    public Response create(@Context UriInfo uri, @Nullable NewTenant wanted) {
        var query = Query.of(uri, "dry_run");
        asker.require(TENANT_CREATE, new Scope.Platform());
        var given = Query.given(wanted);
        var id = given.id();
        var caller = asker.caller();
        if (query.flag("dry_run")) {
            return Response.ok(plan(id, given.spec(), caller.creating())).build();
        }
        return answer(201, tenants.create(id, given.spec(), caller));
    }

    @GET
    @Path("{tenant}")
    @Operation(operationId = "getTenant", summary = "One tenant")
    @APIResponse(
            responseCode = "200",
            description = "the tenant",
            content = @Content(schema = @Schema(implementation = TenantView.class)))
    public Response get(@PathParam("tenant") String tenant, @Context UriInfo uri) {
        Query.of(uri);
        var id = TenantId.of(tenant);
        asker.require(TENANT_READ, new Scope.OfTenant(id));
        return answer(200, tenants.find(id).orElseThrow(() -> Asker.noSuch("tenant")));
    }

    @PUT
    @Path("{tenant}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "putTenant", summary = "Create a tenant, or change what is said of it")
    @APIResponse(
            responseCode = "200",
            description = "changed, or with dry_run what would be done",
            content = @Content(schema = @Schema(oneOf = {TenantView.class, ChangePlan.class})))
    @APIResponse(
            responseCode = "201",
            description = "created",
            content = @Content(schema = @Schema(implementation = TenantView.class)))
    public Response put(
            @PathParam("tenant") String tenant, @Context UriInfo uri, @Nullable TenantSpec spec) {
        var query = Query.of(uri, "dry_run");
        var id = TenantId.of(tenant);
        var own = asker.visible().contains(id) && tenants.find(id).isPresent();
        asker.require(
                own ? TENANT_CHANGE : TENANT_CREATE,
                own ? new Scope.OfTenant(id) : new Scope.Platform());
        var wanted = Query.given(spec);
        var caller = asker.callerOfPut();
        if (query.flag("dry_run")) {
            return Response.ok(plan(id, wanted, caller)).build();
        }
        var written = tenants.put(id, wanted, caller);
        return answer(written.created() ? 201 : 200, written.value());
    }

    @PATCH
    @Path("{tenant}")
    @Consumes({NamespacesResource.MERGE_PATCH, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "patchTenant",
            summary = "Change a part of what is said of a tenant",
            description =
                    "A JSON Merge Patch (RFC 7396): what it does not name stays, null takes a member away.")
    @APIResponse(
            responseCode = "200",
            description = "changed, or with dry_run what would be done",
            content = @Content(schema = @Schema(oneOf = {TenantView.class, ChangePlan.class})))
    public Response patch(
            @PathParam("tenant") String tenant,
            @Context UriInfo uri,
            @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = NamespacesResource.MERGE_PATCH,
                                        schema = @Schema(ref = "MergePatch")),
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON,
                                        schema = @Schema(ref = "MergePatch"))
                            })
                    @Nullable JsonNode patch) {
        var query = Query.of(uri, "dry_run");
        var id = TenantId.of(tenant);
        asker.require(TENANT_CHANGE, new Scope.OfTenant(id));
        var wanted = Query.given(patch);
        var caller = asker.caller();
        if (query.flag("dry_run")) {
            var known = tenants.find(id).orElseThrow(() -> Asker.noSuch("tenant"));
            var patched = new TenantSpec(known.description()).patched(wanted);
            return Response.ok(plan(id, patched, caller)).build();
        }
        return answer(200, tenants.patch(id, wanted, caller));
    }

    @DELETE
    @Path("{tenant}")
    @Operation(
            operationId = "deleteTenant",
            summary = "Take away a tenant that has no namespaces any more",
            description =
                    "Refused while one is not purged. Everything granted in it is gone; its history stays.")
    @APIResponse(
            responseCode = "200",
            description = "with dry_run: what would be done",
            content = @Content(schema = @Schema(implementation = ChangePlan.class)))
    @APIResponse(responseCode = "204", description = "taken away")
    public Response delete(@PathParam("tenant") String tenant, @Context UriInfo uri) {
        var query = Query.of(uri, "dry_run");
        var id = TenantId.of(tenant);
        asker.require(TENANT_DELETE, new Scope.OfTenant(id));
        var caller = asker.caller();
        if (query.flag("dry_run")) {
            tenants.checkDeletion(id, caller.ifMatch());
            return Response.ok(new ChangePlan("delete", "Deletes the tenant " + id + ".")).build();
        }
        tenants.delete(id, caller);
        return Response.noContent().build();
    }

    private ChangePlan plan(TenantId id, TenantSpec wanted, Caller caller) {
        var known = tenants.find(id);
        Preconditions.match(caller.ifMatch(), known.isEmpty() ? null : known.get().revision());
        if (known.isEmpty()) {
            return new ChangePlan("create", "Creates the tenant " + id + ".");
        }
        return known.get().description().equals(wanted.description())
                ? new ChangePlan("none", "The tenant is as wanted.")
                : new ChangePlan("change", "Changes the description of the tenant " + id + ".");
    }

    private Response answer(int status, Tenant tenant) {
        return Headers.tagged(status, tenant.revision(), view(tenant));
    }

    private TenantView view(Tenant tenant) {
        var scope = new Scope.OfTenant(tenant.name());
        List<String> permissions = new ArrayList<>();
        permissions.add("read");
        if (asker.may(TENANT_CHANGE, scope)) {
            permissions.add("change");
        }
        if (asker.may(TENANT_DELETE, scope)) {
            permissions.add("delete");
        }
        if (asker.may(MEMBERS_CHANGE, scope)) {
            permissions.add("change-members");
        }
        if (asker.may(NAMESPACE_CREATE, scope)) {
            permissions.add("create-namespaces");
        }
        return TenantView.of(tenant, permissions);
    }
}
