package io.quarry.api.control;

import static io.quarry.metadata.access.Permission.INSTANCE_EVICT;
import static io.quarry.metadata.access.Permission.INSTANCE_READ;

import io.quarry.api.control.Answers.ChangePlan;
import io.quarry.api.control.Answers.InstancePage;
import io.quarry.api.control.Answers.InstanceView;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.instance.Instances;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What operators see besides the shards: the data-plane instances. */
@Path("/api/v1")
@Tag(name = "fleet")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class FleetResource {
    private static final Scope PLATFORM = new Scope.Platform();

    private final Asker asker;
    private final Instances instances;

    FleetResource(Asker asker, Instances instances) {
        this.asker = asker;
        this.instances = instances;
    }

    @GET
    @Path("instances")
    @Operation(
            operationId = "listInstances",
            summary = "The data-plane instances, and the revision each has applied")
    public InstancePage instances(@Context UriInfo uri) {
        var page = Query.of(uri, "limit", "page_token").page();
        asker.require(INSTANCE_READ, PLATFORM);
        var listing = instances.list(page);
        var permissions =
                asker.may(INSTANCE_EVICT, PLATFORM) ? List.of("read", "evict") : List.of("read");
        return new InstancePage(
                listing.items().stream().map(each -> InstanceView.of(each, permissions)).toList(),
                listing.nextPageToken());
    }

    @POST
    @Path("instances/{instance: [^/:]+}:evict")
    @Operation(
            operationId = "evictInstance",
            summary = "Forget an instance that is gone for good",
            description =
                    "Nothing waits for it any more. One that gave a sign of life within five seconds is evicted with force only, and registers again if it lives.")
    @APIResponse(
            responseCode = "200",
            description = "with dry_run: what would be done",
            content = @Content(schema = @Schema(implementation = ChangePlan.class)))
    @APIResponse(responseCode = "204", description = "forgotten")
    public Response evict(@PathParam("instance") String instance, @Context UriInfo uri) {
        var query = Query.of(uri, "force", "dry_run");
        asker.require(INSTANCE_EVICT, PLATFORM);
        var id = Query.instance("instance", instance);
        var force = query.flag("force");
        var caller = asker.caller();
        if (query.flag("dry_run")) {
            var known =
                    instances.planEviction(id, force).orElseThrow(() -> Asker.noSuch("instance"));
            return Response.ok(
                            new ChangePlan(
                                    "evict",
                                    "Forgets "
                                            + id
                                            + " on "
                                            + known.host()
                                            + ", last seen "
                                            + known.lastSeen()
                                            + "."))
                    .build();
        }
        if (!instances.evict(id, force, caller)) {
            throw Asker.noSuch("instance");
        }
        return Response.noContent().build();
    }
}
