package io.quarry.api.control;

import static io.quarry.metadata.access.Permission.DATA_READ;
import static io.quarry.metadata.access.Permission.DATA_WRITE;
import static io.quarry.metadata.access.Permission.MEMBERS_CHANGE;
import static io.quarry.metadata.access.Permission.NAMESPACE_CHANGE;
import static io.quarry.metadata.access.Permission.NAMESPACE_CREATE;
import static io.quarry.metadata.access.Permission.NAMESPACE_DELETE;
import static io.quarry.metadata.access.Permission.NAMESPACE_READ;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.control.Answers.CloneRequest;
import io.quarry.api.control.Answers.NamespacePage;
import io.quarry.api.control.Answers.NamespaceView;
import io.quarry.api.control.OperationAnswers.OperationView;
import io.quarry.metadata.access.Permission;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.namespace.Accepted;
import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.NamespaceFilter;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespacePlan;
import io.quarry.metadata.namespace.NamespacePlans;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.NamespaceSpecs;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.problem.Names;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.metadata.tenant.Tenants;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/api/v1/tenants/{tenant}/namespaces")
@Tag(name = "namespaces")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class NamespacesResource {
    static final String MERGE_PATCH = "application/merge-patch+json";
    static final Duration RETENTION = Duration.ofDays(7);

    private final Asker asker;
    private final Namespaces namespaces;
    private final NamespacePlans plans;
    private final Tenants tenants;
    private final OperationAnswers operations;

    NamespacesResource(
            Asker asker,
            Namespaces namespaces,
            NamespacePlans plans,
            Tenants tenants,
            OperationAnswers operations) {
        this.asker = asker;
        this.namespaces = namespaces;
        this.plans = plans;
        this.tenants = tenants;
        this.operations = operations;
    }

    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "listNamespaces",
            summary = "A tenant's namespaces, by name")
    public NamespacePage list(@PathParam("tenant") String tenant, @Context UriInfo uri) {
        var query = Query.of(uri, "prefix", "state", "limit", "page_token");
        var id = TenantId.of(tenant);
        asker.require(NAMESPACE_READ, new Scope.OfTenant(id));
        if (tenants.find(id).isEmpty()) {
            throw Asker.noSuch("tenant");
        }
        var filter =
                new NamespaceFilter(
                        query.prefix("prefix"), query.oneOf("state", NamespaceState.class));
        var listing = namespaces.list(id, filter, query.page());
        return new NamespacePage(
                listing.items().stream().map(this::view).toList(), listing.nextPageToken());
    }

    @GET
    @Path("{namespace}")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "getNamespace",
            summary = "One namespace: the wish and what is")
    @APIResponse(
            responseCode = "200",
            description = "the namespace",
            content = @Content(schema = @Schema(implementation = NamespaceView.class)))
    public Response get(
            @PathParam("tenant") String tenant,
            @PathParam("namespace") String namespace,
            @Context UriInfo uri) {
        Query.of(uri);
        var id = NamespaceId.of(tenant, namespace);
        asker.require(NAMESPACE_READ, new Scope.OfNamespace(id));
        return answer(namespaces.find(id).orElseThrow(() -> Asker.noSuch("namespace")));
    }

    @PUT
    @Path("{namespace}")
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "putNamespace",
            summary = "Ask for a namespace, or change the wish",
            description =
                    "A new one, or another wish, is carried out by an operation. Replacing a wish needs If-Match.")
    @APIResponse(
            responseCode = "200",
            description = "already so, or with dry_run the plan",
            content =
                    @Content(schema = @Schema(oneOf = {NamespaceView.class, NamespacePlan.class})))
    @APIResponse(
            responseCode = "202",
            description = "accepted; Location is the operation",
            content = @Content(schema = @Schema(implementation = OperationView.class)))
    public Response put(
            @PathParam("tenant") String tenant,
            @PathParam("namespace") String namespace,
            @Context UriInfo uri,
            @Context RoutingContext context,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = NamespaceSpec.class)))
                    @Nullable JsonNode spec) {
        var query = Query.of(uri, "dry_run");
        var id = NamespaceId.of(tenant, namespace);
        var createOnly = Headers.createOnly(context);
        asker.require(NAMESPACE_CREATE, new Scope.OfNamespace(id));
        var wanted = NamespaceSpecs.parse(Query.given(spec));
        var caller = asker.caller();
        if (query.flag("dry_run")) {
            return Response.ok(plans.planPut(id, wanted, caller, createOnly)).build();
        }
        return answer(namespaces.put(id, wanted, caller, createOnly));
    }

    @PATCH
    @Path("{namespace}")
    @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON})
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "patchNamespace",
            summary = "Change a part of the wish",
            description =
                    "A JSON Merge Patch (RFC 7396) of the spec as it is: what it does not name stays, null takes a member away. What comes of it is judged as if it had been put, so a change needs If-Match.")
    @APIResponse(
            responseCode = "200",
            description = "already so, or with dry_run the plan",
            content =
                    @Content(schema = @Schema(oneOf = {NamespaceView.class, NamespacePlan.class})))
    @APIResponse(
            responseCode = "202",
            description = "accepted; Location is the operation",
            content = @Content(schema = @Schema(implementation = OperationView.class)))
    public Response patch(
            @PathParam("tenant") String tenant,
            @PathParam("namespace") String namespace,
            @Context UriInfo uri,
            @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = MERGE_PATCH,
                                        schema = @Schema(ref = "MergePatch")),
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON,
                                        schema = @Schema(ref = "MergePatch"))
                            })
                    @Nullable JsonNode patch) {
        var query = Query.of(uri, "dry_run");
        var id = NamespaceId.of(tenant, namespace);
        asker.require(NAMESPACE_CHANGE, new Scope.OfNamespace(id));
        var wanted = Query.given(patch);
        var caller = asker.caller();
        if (query.flag("dry_run")) {
            return Response.ok(plans.planPatch(id, wanted, caller)).build();
        }
        return answer(namespaces.patch(id, wanted, caller));
    }

    @POST
    @Path("{namespace}:clone")
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "cloneNamespace",
            summary = "Ask for another namespace with the same wish",
            description = "In the same tenant. Its data is not copied.")
    @APIResponse(
            responseCode = "200",
            description = "with dry_run: the plan",
            content = @Content(schema = @Schema(implementation = NamespacePlan.class)))
    @APIResponse(
            responseCode = "202",
            description = "accepted; Location is the operation",
            content = @Content(schema = @Schema(implementation = OperationView.class)))
    public Response cloneOf(
            @PathParam("tenant") String tenant,
            @PathParam("namespace") String namespace,
            @Context UriInfo uri,
            @Nullable CloneRequest wanted) {
        var query = Query.of(uri, "dry_run");
        var id = NamespaceId.of(tenant, namespace);
        asker.require(NAMESPACE_CREATE, new Scope.OfTenant(id.tenant()));
        var name = Query.given(wanted).given();
        Names.check("name", name);
        var caller = asker.caller();
        if (query.flag("dry_run")) {
            return Response.ok(plans.planClone(id, name, caller)).build();
        }
        return answer(namespaces.cloneOf(id, name, caller));
    }

    @DELETE
    @Path("{namespace}")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "deleteNamespace",
            summary = "Retire a namespace",
            description =
                    "Its data is kept for the retention, P7D if nothing is said, and purged then; PT0S purges at once.")
    @APIResponse(
            responseCode = "200",
            description = "with dry_run: the plan",
            content = @Content(schema = @Schema(implementation = NamespacePlan.class)))
    @APIResponse(
            responseCode = "202",
            description = "accepted; Location is the operation",
            content = @Content(schema = @Schema(implementation = OperationView.class)))
    public Response delete(
            @PathParam("tenant") String tenant,
            @PathParam("namespace") String namespace,
            @Context UriInfo uri) {
        var query = Query.of(uri, "dry_run", "retention");
        var id = NamespaceId.of(tenant, namespace);
        asker.require(NAMESPACE_DELETE, new Scope.OfNamespace(id));
        var retention = query.duration("retention", RETENTION);
        if (query.flag("dry_run")) {
            return Response.ok(plans.planRetire(id, retention, asker.caller())).build();
        }
        return operations.accepted(namespaces.retire(id, retention, asker.caller()));
    }

    private Response answer(Accepted accepted) {
        return switch (accepted) {
            case Accepted.Created(_, Operation operation) -> operations.accepted(operation);
            case Accepted.Changed(_, Operation operation) -> operations.accepted(operation);
            case Accepted.Unchanged(Namespace unchanged) -> answer(unchanged);
        };
    }

    private Response answer(Namespace namespace) {
        return Headers.tagged(200, namespace.revision(), view(namespace));
    }

    private NamespaceView view(Namespace namespace) {
        var scope = new Scope.OfNamespace(namespace.address());
        Map<String, Permission> words = new LinkedHashMap<>();
        words.put("read", DATA_READ);
        words.put("write", DATA_WRITE);
        words.put("change", NAMESPACE_CHANGE);
        words.put("delete", NAMESPACE_DELETE);
        words.put("change-grants", MEMBERS_CHANGE);
        List<String> permissions = new ArrayList<>();
        words.forEach(
                (word, permission) -> {
                    if (asker.may(permission, scope)) {
                        permissions.add(word);
                    }
                });
        return NamespaceView.of(namespace, permissions);
    }
}
