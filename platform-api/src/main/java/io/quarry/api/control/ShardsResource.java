package io.quarry.api.control;

import static io.quarry.metadata.access.Permission.SHARD_CHANGE;
import static io.quarry.metadata.access.Permission.SHARD_READ;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.control.Answers.ChangePlan;
import io.quarry.api.control.Answers.MeasurementPage;
import io.quarry.api.control.Answers.ShardPage;
import io.quarry.api.control.Answers.ShardPlacementPage;
import io.quarry.api.control.Answers.ShardPlan;
import io.quarry.api.control.Answers.ShardView;
import io.quarry.api.control.OperationAnswers.OperationView;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.health.Health;
import io.quarry.metadata.health.MeasurementWindow;
import io.quarry.metadata.health.ShardHealth;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.placement.ShardContents;
import io.quarry.metadata.problem.Names;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.Fleet;
import io.quarry.metadata.shard.FleetFilter;
import io.quarry.metadata.shard.FleetShard;
import io.quarry.metadata.shard.NewShard;
import io.quarry.metadata.shard.ShardState;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The shards, for those who run the platform: which servers it speaks to is theirs to say. */
@Path("/api/v1/shards")
@Tag(name = "fleet")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ShardsResource {
    private static final Scope PLATFORM = new Scope.Platform();

    private final Asker asker;
    private final Fleet fleet;
    private final ShardContents contents;
    private final ShardHealth health;
    private final OperationAnswers operations;
    private final Clock clock = Clock.systemUTC();

    ShardsResource(
            Asker asker,
            Fleet fleet,
            ShardContents contents,
            ShardHealth health,
            OperationAnswers operations) {
        this.asker = asker;
        this.fleet = fleet;
        this.contents = contents;
        this.health = health;
        this.operations = operations;
    }

    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "listShards",
            summary = "The shards by id, with their room",
            description = "Those that are retired only where state=RETIRED asks for them.")
    public ShardPage list(@Context UriInfo uri) {
        var query = Query.of(uri, "engine", "state", "label", "limit", "page_token");
        asker.require(SHARD_READ, PLATFORM);
        var label = query.pair("label");
        var filter =
                new FleetFilter(
                        query.oneOf("engine", Engine.class),
                        query.oneOf("state", ShardState.class),
                        label == null
                                ? null
                                : new FleetFilter.Label(label.getKey(), label.getValue()));
        var listing = fleet.list(filter, query.page());
        var known = health.of(listing.items().stream().map(each -> each.shard().id()).toList());
        return new ShardPage(
                listing.items().stream()
                        .map(each -> view(each, known.get(each.shard().id())))
                        .toList(),
                listing.nextPageToken());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "registerShard",
            summary = "Take a cluster into use, or start one",
            description =
                    "Of the provider existing it is there already; of the provider local, where the installation has it, the worker starts its server and says endpoints, credential_ref and settings itself. A worker asks it who it is, by the log-in that credential_ref names; once it has answered, namespaces are placed there.")
    @APIResponse(
            responseCode = "200",
            description = "with dry_run: the plan",
            content = @Content(schema = @Schema(implementation = ShardPlan.class)))
    @APIResponse(
            responseCode = "202",
            description = "accepted; Location is the operation",
            content = @Content(schema = @Schema(implementation = OperationView.class)))
    public Response register(@Context UriInfo uri, @Nullable NewShard wanted) {
        var query = Query.of(uri, "dry_run");
        asker.require(SHARD_CHANGE, PLATFORM);
        var shard = Query.given(wanted);
        var caller = asker.caller();
        if (query.flag("dry_run")) {
            return Response.ok(ShardPlan.of("create", fleet.planRegister(shard))).build();
        }
        return operations.accepted(fleet.register(shard, caller));
    }

    @GET
    @Path("{shard}")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "getShard",
            summary = "One shard, retired or not")
    @APIResponse(
            responseCode = "200",
            description = "the shard",
            content = @Content(schema = @Schema(implementation = ShardView.class)))
    public Response get(@PathParam("shard") String shard, @Context UriInfo uri) {
        Query.of(uri);
        asker.require(SHARD_READ, PLATFORM);
        Names.check("shard", shard);
        return answer(fleet.find(shard).orElseThrow(() -> Asker.noSuch("shard")));
    }

    @PATCH
    @Path("{shard}")
    @Consumes({NamespacesResource.MERGE_PATCH, MediaType.APPLICATION_JSON})
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "patchShard",
            summary = "Change labels and capacity of a shard",
            description =
                    "A JSON Merge Patch (RFC 7396) of labels and capacity; a change needs If-Match. No less capacity than is reserved.")
    @APIResponse(
            responseCode = "200",
            description = "changed, or already so, or with dry_run what would be done",
            content = @Content(schema = @Schema(oneOf = {ShardView.class, ChangePlan.class})))
    public Response patch(
            @PathParam("shard") String shard,
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
        asker.require(SHARD_CHANGE, PLATFORM);
        Names.check("shard", shard);
        var wanted = Query.given(patch);
        var caller = asker.caller();
        if (query.flag("dry_run")) {
            return planned(
                    fleet.planChange(shard, wanted, caller.ifMatch()),
                    "change",
                    "Changes labels or capacity of " + shard + ".",
                    shard);
        }
        return answer(fleet.change(shard, wanted, caller));
    }

    @DELETE
    @Path("{shard}")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "deleteShard",
            summary = "Take a shard out of use",
            description =
                    "Refused while anything is placed there; the refusal names it. Servers that were there before are left as they are, one that the worker started is ended and its data removed; the name may be taken again.")
    @APIResponse(
            responseCode = "200",
            description = "with dry_run: the plan",
            content = @Content(schema = @Schema(implementation = ShardPlan.class)))
    @APIResponse(
            responseCode = "202",
            description = "accepted; Location is the operation",
            content = @Content(schema = @Schema(implementation = OperationView.class)))
    public Response delete(@PathParam("shard") String shard, @Context UriInfo uri) {
        return begin(OperationType.RETIRE_SHARD, "retire", shard, uri);
    }

    @POST
    @Path("{shard: [^/:]+}:cordon")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "cordonShard",
            summary = "Place nothing new on a shard",
            description = "What is there stays and is served.")
    @APIResponse(
            responseCode = "200",
            description = "cordoned, or with dry_run what would be done",
            content = @Content(schema = @Schema(oneOf = {ShardView.class, ChangePlan.class})))
    public Response cordon(@PathParam("shard") String shard, @Context UriInfo uri) {
        return become(ShardState.CORDONED, "cordon", shard, uri);
    }

    @POST
    @Path("{shard: [^/:]+}:uncordon")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "uncordonShard",
            summary = "Place new namespaces on a shard again",
            description = "After a cordon, or after a drain that has ended.")
    @APIResponse(
            responseCode = "200",
            description = "active, or with dry_run what would be done",
            content = @Content(schema = @Schema(oneOf = {ShardView.class, ChangePlan.class})))
    public Response uncordon(@PathParam("shard") String shard, @Context UriInfo uri) {
        return become(ShardState.ACTIVE, "uncordon", shard, uri);
    }

    @POST
    @Path("{shard: [^/:]+}:drain")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "drainShard",
            summary = "Empty a shard",
            description =
                    "Nothing new is placed there, and the operation waits, saying what is left, until nothing is. Cancelled, the shard is as it was before.")
    @APIResponse(
            responseCode = "200",
            description = "with dry_run: the plan",
            content = @Content(schema = @Schema(implementation = ShardPlan.class)))
    @APIResponse(
            responseCode = "202",
            description = "accepted; Location is the operation",
            content = @Content(schema = @Schema(implementation = OperationView.class)))
    public Response drain(@PathParam("shard") String shard, @Context UriInfo uri) {
        return begin(OperationType.DRAIN_SHARD, "drain", shard, uri);
    }

    @GET
    @Path("{shard}/placements")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "listShardPlacements",
            summary = "What is placed on a shard, with the room reserved for it")
    public ShardPlacementPage placements(@PathParam("shard") String shard, @Context UriInfo uri) {
        var query = Query.of(uri, "limit", "page_token");
        asker.require(SHARD_READ, PLATFORM);
        Names.check("shard", shard);
        if (fleet.find(shard).isEmpty()) {
            throw Asker.noSuch("shard");
        }
        var listing = contents.list(shard, query.page());
        return new ShardPlacementPage(listing.items(), listing.nextPageToken());
    }

    @GET
    @Path("{shard}/measurements")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "listShardMeasurements",
            summary = "What a shard answered, minute by minute",
            description =
                    "Kept for a day; minutes in which it did not answer are left out. Which metrics there are depends on the engine.")
    public MeasurementPage measurements(@PathParam("shard") String shard, @Context UriInfo uri) {
        var query = Query.of(uri, "from", "to", "limit", "page_token");
        asker.require(SHARD_READ, PLATFORM);
        Names.check("shard", shard);
        var window =
                MeasurementWindow.of(query.instant("from"), query.instant("to"), clock.instant());
        if (fleet.find(shard).isEmpty()) {
            throw Asker.noSuch("shard");
        }
        var listing = health.measurements(shard, window, query.page());
        return new MeasurementPage(listing.items(), listing.nextPageToken());
    }

    private Response become(ShardState wanted, String action, String shard, UriInfo uri) {
        var query = Query.of(uri, "dry_run");
        asker.require(SHARD_CHANGE, PLATFORM);
        Names.check("shard", shard);
        var caller = asker.caller();
        if (query.flag("dry_run")) {
            return planned(
                    fleet.planBecome(shard, wanted, caller.ifMatch()),
                    action,
                    "Marks " + shard + " " + wanted + ".",
                    shard);
        }
        return answer(
                switch (wanted) {
                    case ACTIVE -> fleet.uncordon(shard, caller);
                    case CORDONED -> fleet.cordon(shard, caller);
                    case PROVISIONING, DRAINING, RETIRED, FAILED ->
                            throw new IllegalArgumentException(wanted + " is not asked for");
                });
    }

    private Response begin(OperationType type, String action, String shard, UriInfo uri) {
        var query = Query.of(uri, "dry_run");
        asker.require(SHARD_CHANGE, PLATFORM);
        Names.check("shard", shard);
        var caller = asker.caller();
        if (query.flag("dry_run")) {
            return Response.ok(ShardPlan.of(action, fleet.plan(type, shard, caller.ifMatch())))
                    .build();
        }
        return operations.accepted(
                type == OperationType.RETIRE_SHARD
                        ? fleet.retire(shard, caller)
                        : fleet.drain(shard, caller));
    }

    private static Response planned(boolean changes, String action, String summary, String shard) {
        return Response.ok(
                        changes
                                ? new ChangePlan(action, summary)
                                : new ChangePlan("none", shard + " is as wanted."))
                .build();
    }

    private Response answer(FleetShard shard) {
        var id = shard.shard().id();
        return Headers.tagged(200, shard.revision(), view(shard, health.of(List.of(id)).get(id)));
    }

    private ShardView view(FleetShard shard, @Nullable Health known) {
        return ShardView.of(
                shard,
                known,
                asker.may(SHARD_CHANGE, PLATFORM) ? List.of("read", "change") : List.of("read"));
    }
}
