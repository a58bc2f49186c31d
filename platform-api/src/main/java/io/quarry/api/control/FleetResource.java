package io.quarry.api.control;

import static io.quarry.metadata.access.Permission.INSTANCE_READ;

import io.quarry.api.control.Answers.InstancePage;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.instance.Instances;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
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
        Query.of(uri);
        asker.require(INSTANCE_READ, PLATFORM);
        return new InstancePage(instances.list(), null);
    }
}
