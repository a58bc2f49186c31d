package io.quarry.api.control;

import static io.quarry.metadata.access.Permission.OPERATION_READ;

import io.quarry.api.control.Answers.ChangePlan;
import io.quarry.api.control.OperationAnswers.OperationPage;
import io.quarry.api.control.OperationAnswers.OperationView;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.operation.Intervention;
import io.quarry.metadata.operation.Interventions;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.OperationFilter;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Operations;
import io.quarry.metadata.operation.Target;
import io.quarry.metadata.problem.Names;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/operations")
@Tag(name = "operations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class OperationsResource {
    private static final List<String> STATES =
            List.of(
                    "PENDING",
                    "RUNNING",
                    "WAITING",
                    "NEEDS_APPROVAL",
                    "NEEDS_ATTENTION",
                    "CANCELLING",
                    "CANCELLED",
                    "SUCCEEDED",
                    "FAILED");

    private final Asker asker;
    private final Operations operations;
    private final Interventions interventions;
    private final OperationWatch watch;
    private final OperationAnswers answers;

    OperationsResource(
            Asker asker,
            Operations operations,
            Interventions interventions,
            OperationWatch watch,
            OperationAnswers answers) {
        this.asker = asker;
        this.operations = operations;
        this.interventions = interventions;
        this.watch = watch;
        this.answers = answers;
    }

    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "listOperations",
            summary = "Operations that the caller may see, newest first")
    public OperationPage list(@Context UriInfo uri) {
        var query = Query.of(uri, "tenant", "namespace", "type", "state", "limit", "page_token");
        var tenant = asker.tenant(query, OPERATION_READ);
        var namespace = query.text("namespace");
        if (namespace != null) {
            Names.check("namespace", namespace);
        }
        var filter =
                new OperationFilter(
                        asker.visible(),
                        tenant,
                        namespace,
                        query.oneOf("type", OperationType.class, OperationType::wire),
                        query.oneOf("state", STATES));
        var listing = operations.list(filter, query.page());
        return answers.page(listing);
    }

    @GET
    @Path("{id}")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "getOperation",
            summary =
                    "One operation; ?wait=30s holds the answer until it has ended or the time is up")
    public OperationView get(@PathParam("id") String id, @Context UriInfo uri)
            throws InterruptedException {
        var wait = Query.of(uri, "wait").wait("wait");
        return answers.view(watch.awaitEnd(visible(id), wait));
    }

    @GET
    @Path("{id}/events")
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "watchOperation",
            summary = "Each change of an operation as a server-sent event, until it has ended",
            description =
                    "Each event has an id; sent back as Last-Event-ID, what was seen already is not sent again.")
    @APIResponse(
            responseCode = "200",
            description = "events named operation, whose data is the operation",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = OperationView.class)))
    public Multi<OutboundSseEvent> events(
            @PathParam("id") String id,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context Sse sse) {
        Query.of(uri);
        var views = answers.views();
        return watch.changes(visible(id), headers.getHeaderString("Last-Event-ID"))
                .map(
                        seen -> {
                            var operation = seen.operation();
                            return operation == null
                                    ? sse.newEventBuilder().comment("still here").build()
                                    : sse.newEventBuilder()
                                            .name("operation")
                                            .id(OperationWatch.eventId(operation))
                                            .mediaType(MediaType.APPLICATION_JSON_TYPE)
                                            .data(OperationView.class, views.apply(operation))
                                            .build();
                        });
    }

    @POST
    @Path("{id: [^/:]+}:cancel")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "cancelOperation",
            summary = "Cancel an operation",
            description =
                    "What was begun is undone, the last step first, until nothing is left of it. Refused from the point of no return on.")
    @APIResponse(
            responseCode = "200",
            description = "with dry_run: what would be done",
            content = @Content(schema = @Schema(implementation = ChangePlan.class)))
    @APIResponse(
            responseCode = "202",
            description = "accepted; Location is the operation",
            content = @Content(schema = @Schema(implementation = OperationView.class)))
    public Response cancel(@PathParam("id") String id, @Context UriInfo uri) {
        return intervene(Intervention.CANCEL, id, uri);
    }

    @POST
    @Path("{id: [^/:]+}:retry")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "retryOperation",
            summary = "Try again now",
            description = "What an operation waits to try later is tried now.")
    @APIResponse(
            responseCode = "200",
            description = "with dry_run: what would be done",
            content = @Content(schema = @Schema(implementation = ChangePlan.class)))
    @APIResponse(
            responseCode = "202",
            description = "accepted; Location is the operation",
            content = @Content(schema = @Schema(implementation = OperationView.class)))
    public Response retry(@PathParam("id") String id, @Context UriInfo uri) {
        return intervene(Intervention.RETRY, id, uri);
    }

    @POST
    @Path("{id: [^/:]+}:approve")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            operationId = "approveOperation",
            summary = "Approve an operation",
            description = "A worker may begin with it.")
    @APIResponse(
            responseCode = "200",
            description = "with dry_run: what would be done",
            content = @Content(schema = @Schema(implementation = ChangePlan.class)))
    @APIResponse(
            responseCode = "202",
            description = "accepted; Location is the operation",
            content = @Content(schema = @Schema(implementation = OperationView.class)))
    public Response approve(@PathParam("id") String id, @Context UriInfo uri) {
        return intervene(Intervention.APPROVE, id, uri);
    }

    private Response intervene(Intervention what, String id, UriInfo uri) {
        var query = Query.of(uri, "dry_run");
        var operation = visible(id);
        var scope = operation.target().scope();
        if (!OperationAnswers.may(what, operation, asker.grants())) {
            asker.require(Interventions.permission(what, operation.type()), scope);
        }
        if (query.flag("dry_run")) {
            var effect = interventions.plan(what, operation);
            var action = effect.changes() ? what.wire() : "none";
            return Response.ok(new ChangePlan(action, effect.summary())).build();
        }
        return answers.accepted(interventions.carryOut(what, operation, asker.caller()));
    }

    /** An operation of a tenant out of sight does not exist, whatever else is wrong. */
    private Operation visible(String id) {
        var operation =
                operations.find(Query.uuid("id", id)).orElseThrow(() -> Asker.noSuch("operation"));
        switch (operation.target()) {
            case Target.OfNamespace(var tenant, _, _) ->
                    asker.require(OPERATION_READ, new Scope.OfTenant(tenant), "operation");
            case Target.OfShard _ -> asker.requireUnseen(OPERATION_READ, "operation");
        }
        return operation;
    }
}
