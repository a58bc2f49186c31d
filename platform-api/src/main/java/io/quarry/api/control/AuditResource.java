package io.quarry.api.control;

import static io.quarry.metadata.access.Permission.AUDIT_READ;

import io.quarry.api.control.Answers.AuditEventPage;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditFilter;
import io.quarry.metadata.audit.AuditOutcome;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who did what, and what was denied. */
@Path("/api/v1/audit-events")
@Tag(name = "audit")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AuditResource {
    private final Asker asker;
    private final Audit audit;

    AuditResource(Asker asker, Audit audit) {
        this.asker = asker;
        this.audit = audit;
    }

    @GET
    @Operation(
            operationId = "listAuditEvents",
            summary =
                    "What was done and denied where the caller may read the audit log, newest first")
    public AuditEventPage list(@Context UriInfo uri) {
        var query =
                Query.of(
                        uri,
                        "tenant",
                        "actor",
                        "action",
                        "resource",
                        "outcome",
                        "from",
                        "to",
                        "limit",
                        "page_token");
        var tenant = asker.tenant(query, AUDIT_READ);
        var filter =
                new AuditFilter(
                        asker.visible(AUDIT_READ),
                        tenant,
                        query.words("actor"),
                        query.words("action"),
                        query.words("resource"),
                        query.oneOf("outcome", AuditOutcome.class, AuditOutcome::wire),
                        query.instant("from"),
                        query.instant("to"));
        var listing = audit.list(filter, query.page());
        return new AuditEventPage(listing.items(), listing.nextPageToken());
    }
}
