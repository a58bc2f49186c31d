package io.quarry.api.control;

import static io.quarry.metadata.access.Permission.DATA_WRITE;

import io.quarry.api.control.Answers.ChangePlan;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.cache.CacheFlush;
import io.quarry.metadata.cache.CacheFlushes;
import io.quarry.metadata.namespace.NamespaceId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
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

/**
 * What is done to a whole cache. It is no data route: it asks PostgreSQL, and changes the route.
 */
@Path("/api/v1/tenants/{tenant}/namespaces")
@Tag(name = "namespaces")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class CacheResource {
    private final Asker asker;
    private final CacheFlushes flushes;
    private final CacheFlushing flushing;

    CacheResource(Asker asker, CacheFlushes flushes, CacheFlushing flushing) {
        this.asker = asker;
        this.flushes = flushes;
        this.flushing = flushing;
    }

    @POST
    @Path("{namespace}:flush")
    @Operation(
            operationId = "flushCache",
            summary = "Empty a cache at once",
            description =
                    "Answers when no live gateway reads any more what was there before; one that was silent for five seconds is not waited for. It costs the same whatever is there.")
    @APIResponse(
            responseCode = "200",
            description = "flushed, or with dry_run what would be done",
            content = @Content(schema = @Schema(oneOf = {CacheFlush.class, ChangePlan.class})))
    public Response flush(
            @PathParam("tenant") String tenant,
            @PathParam("namespace") String namespace,
            @Context UriInfo uri) {
        var query = Query.of(uri, "dry_run");
        var dryRun = query.flag("dry_run");
        var id = NamespaceId.of(tenant, namespace);
        var caller = asker.caller();
        asker.require(DATA_WRITE, new Scope.OfNamespace(id));
        if (dryRun) {
            flushes.check(id);
            return Response.ok(new ChangePlan("flush", "Leaves nothing of what is in " + id + "."))
                    .build();
        }
        return Response.ok(flushing.flush(id, caller)).build();
    }
}
