package io.quarry.api.control;

import static io.quarry.metadata.access.Permission.AUDIT_READ;

import io.quarry.api.control.Answers.AuditEventPage;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditEvent;
import io.quarry.metadata.audit.AuditFilter;
import io.quarry.metadata.audit.AuditOutcome;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who did what, and what was denied. */
@Path("/api/v1/audit-events")
@Tag(name = "audit")
@RunOnVirtualThread
public class AuditResource {
    private static final String[] FILTER = {
        "tenant", "actor", "action", "resource", "outcome", "operation", "request", "from", "to"
    };

    private final Asker asker;
    private final Audit audit;
    private final AuditExport export;

    AuditResource(Asker asker, Audit audit, AuditExport export) {
        this.asker = asker;
        this.audit = audit;
        this.export = export;
    }

    @GET
    @Produces({MediaType.APPLICATION_JSON, AuditExport.NDJSON})
    @Operation(
            operationId = "listAuditEvents",
            summary =
                    "What was done and denied where the caller may read the audit log, newest first",
            description =
                    "As application/x-ndjson: all that the filter finds, one event a line, without pages;"
                            + " limit and page_token are refused there.")
    @APIResponse(
            responseCode = "200",
            description = "a page of events, or all of them as lines",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = AuditEventPage.class)),
                @Content(
                        mediaType = AuditExport.NDJSON,
                        schema = @Schema(implementation = AuditEvent.class))
            })
    public Response list(@Context UriInfo uri, @Context HttpHeaders headers) {
        return wantsLines(headers) ? lines(uri) : page(uri);
    }

    private Response page(UriInfo uri) {
        var paged = Stream.concat(Stream.of(FILTER), Stream.of("limit", "page_token"));
        var query = Query.of(uri, paged.toArray(String[]::new));
        var listing = audit.list(filter(query), query.page());
        var page = new AuditEventPage(listing.items(), listing.nextPageToken());
        return Response.ok(page, MediaType.APPLICATION_JSON_TYPE).build();
    }

    private Response lines(UriInfo uri) {
        var filter = filter(Query.of(uri, FILTER));
        var principal = asker.token().principal().address();
        StreamingOutput lines = out -> export.write(principal, filter, out);
        return Response.ok(lines, AuditExport.LINES).build();
    }

    /** Whoever takes either gets a page. */
    private static boolean wantsLines(HttpHeaders headers) {
        for (var accepted : headers.getAcceptableMediaTypes()) {
            if (accepted.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
                return false;
            }
            if (accepted.isCompatible(AuditExport.LINES)) {
                return true;
            }
        }
        return false;
    }

    private AuditFilter filter(Query query) {
        var tenant = asker.tenant(query, AUDIT_READ);
        var operation = query.text("operation");
        return new AuditFilter(
                asker.visible(AUDIT_READ),
                tenant,
                query.words("actor"),
                query.words("action"),
                query.words("resource"),
                query.oneOf("outcome", AuditOutcome.class, AuditOutcome::wire),
                operation == null ? null : Query.uuid("operation", operation),
                query.words("request"),
                query.instant("from"),
                query.instant("to"));
    }
}
