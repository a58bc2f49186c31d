package io.quarry.api.security;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Reached only once the code flow has ended: all that is left is to go where the person wanted to.
 */
@Path(PortalPaths.LOGIN)
public class PortalLogin {
    @GET
    @NonBlocking
    @Operation(hidden = true)
    public Response done(@QueryParam("return_to") @Nullable String returnTo) {
        return Response.seeOther(URI.create(PortalPaths.localOrRoot(returnTo))).build();
    }
}
