package io.quarry.api.control;

import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.tenant.Tenant;
import io.quarry.metadata.tenant.Tenants;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/me")
@Tag(name = "access")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class MeResource {
    private final Asker asker;
    private final Tenants tenants;

    MeResource(Asker asker, Tenants tenants) {
        this.asker = asker;
        this.tenants = tenants;
    }

    @GET
    @Operation(operationId = "getMe", summary = "Who am I, and what may I do")
    public Answers.Me get(@Context UriInfo uri) {
        Query.of(uri);
        var token = asker.token();
        var seen = tenants.list(asker.visible(), new PageRequest(PageRequest.MAXIMUM, null));
        return new Answers.Me(
                token.principal().address(),
                token.name(),
                asker.grants(),
                seen.items().stream().map(Tenant::name).toList());
    }
}
