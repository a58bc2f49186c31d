package io.quarry.api.control;

import static io.quarry.metadata.access.Permission.NAMESPACE_READ;

import io.quarry.api.control.Answers.RevisionPage;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceRevisions;
import io.quarry.metadata.namespace.SpecRevision;
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

/** The history of a namespace's spec, for the members of its tenant. */
@Path("/api/v1/tenants/{tenant}/namespaces/{namespace}/revisions")
@Tag(name = "namespaces")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class NamespaceRevisionsResource {
    private final Asker asker;
    private final NamespaceRevisions revisions;

    NamespaceRevisionsResource(Asker asker, NamespaceRevisions revisions) {
        this.asker = asker;
        this.revisions = revisions;
    }

    @GET
    @Operation(
            operationId = "listRevisions",
            summary = "The specs of a namespace as they were, newest first")
    public RevisionPage list(
            @PathParam("tenant") String tenant,
            @PathParam("namespace") String namespace,
            @Context UriInfo uri) {
        var page = Query.of(uri, "limit", "page_token");
        var listing = revisions.list(readable(tenant, namespace), page.page());
        return new RevisionPage(listing.items(), listing.nextPageToken());
    }

    @GET
    @Path("{revision}")
    @Operation(
            operationId = "getRevision",
            summary = "One revision; its spec can be put again as it stands")
    public SpecRevision get(
            @PathParam("tenant") String tenant,
            @PathParam("namespace") String namespace,
            @PathParam("revision") String revision,
            @Context UriInfo uri) {
        Query.of(uri);
        var id = readable(tenant, namespace);
        return revisions
                .find(id, Query.revision("revision", revision))
                .orElseThrow(() -> Asker.noSuch("revision"));
    }

    /** Whoever was granted the data alone sees the namespace, and not who changed it. */
    private NamespaceId readable(String tenant, String namespace) {
        var id = NamespaceId.of(tenant, namespace);
        asker.require(NAMESPACE_READ, new Scope.OfTenant(id.tenant()));
        return id;
    }
}
