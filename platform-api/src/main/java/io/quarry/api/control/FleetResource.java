package io.quarry.api.control;

import static io.quarry.metadata.access.Permission.INSTANCE_READ;
import static io.quarry.metadata.access.Permission.SHARD_READ;

import io.quarry.api.control.Answers.InstancePage;
import io.quarry.api.control.Answers.ShardPage;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.instance.Instances;
import io.quarry.metadata.problem.Names;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.Shards;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What operators see: the shards and the data-plane instances. */
@Path("/api/v1")
@Tag(name = "fleet")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class FleetResource {
    private static final Scope PLATFORM = new Scope.Platform();

    private final Asker asker;
    private final Shards shards;
    private final Instances instances;

    FleetResource(Asker asker, Shards shards, Instances instances) {
        this.asker = asker;
        this.shards = shards;
        this.instances = instances;
    }

    @GET
    @Path("shards")
    @Operation(operationId = "listShards", summary = "Every shard, with its room")
    public ShardPage shards(@Context UriInfo uri) {
        Query.of(uri);
        asker.require(SHARD_READ, PLATFORM);
        return new ShardPage(shards.list(), null);
    }

    @GET
    @Path("shards/{shard}")
    @Operation(operationId = "getShard", summary = "One shard")
    public Shard shard(@PathParam("shard") String shard, @Context UriInfo uri) {
        Query.of(uri);
        asker.require(SHARD_READ, PLATFORM);
        Names.check("shard", shard);
        return shards.find(shard).orElseThrow(() -> Asker.noSuch("shard"));
    }

    @GET
    @Path("instances")
    @Operation(
            operationId = "listInstances",
            summary = "The data-plane instances, and the revision each has applied")
    public InstancePage instances(@Context UriInfo uri) {
        Query.of(uri);
        asker.require(INSTANCE_READ, PLATFORM);
        return new InstancePage(instances.list(), null);
    }
}
