package io.quarry.api.control;

import static io.quarry.metadata.access.Permission.OPERATION_CHANGE;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarry.metadata.access.Grant;
import io.quarry.metadata.access.Permissions;
import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.operation.Intervention;
import io.quarry.metadata.operation.Interventions;
import io.quarry.metadata.operation.OpenInterventions;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Plan;
import io.quarry.metadata.operation.Progress;
import io.quarry.metadata.operation.StepView;
import io.quarry.metadata.operation.Target;
import io.quarry.metadata.problem.ProblemView;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Operations as they are answered: with what the asker may do about each, which its state decides
 * as much as their grants.
 */
@RequestScoped
class OperationAnswers {
    /** As {@link Operation}, with the asker's permissions. */
    @Schema(name = "Operation")
    @RegisterForReflection
    record OperationView(
            UUID id,
            OperationType type,
            String state,
            Target target,
            String requestedBy,
            Plan plan,
            List<StepView> steps,
            Progress progress,
            @Nullable String waitingReason,
            boolean cancellable,
            @Nullable Instant approvalExpiresAt,
            @Nullable ProblemView problem,
            Instant createdAt,
            @Nullable Instant endedAt,
            List<String> permissions) {
        static OperationView of(Operation operation, List<String> permissions) {
            return new OperationView(
                    operation.id(),
                    operation.type(),
                    operation.state(),
                    operation.target(),
                    operation.requestedBy(),
                    operation.plan(),
                    operation.steps(),
                    operation.progress(),
                    operation.waitingReason(),
                    operation.cancellable(),
                    operation.approvalExpiresAt(),
                    operation.problem(),
                    operation.createdAt(),
                    operation.endedAt(),
                    permissions);
        }
    }

    @Schema(name = "OperationPage")
    @RegisterForReflection
    record OperationPage(List<OperationView> items, @Nullable String nextPageToken) {}

    private final Asker asker;
    private final OpenInterventions interventions;

    OperationAnswers(Asker asker, OpenInterventions interventions) {
        this.asker = asker;
        this.interventions = interventions;
    }

    OperationView view(Operation operation) {
        return views().apply(operation);
    }

    OperationPage page(Listing<Operation> listing) {
        var open = interventions.of(listing.items());
        var items =
                listing.items().stream()
                        .map(
                                each ->
                                        view(
                                                each,
                                                asker.grants(),
                                                open.getOrDefault(each.id(), Set.of())))
                        .toList();
        return new OperationPage(items, listing.nextPageToken());
    }

    /** For who goes on answering after the request's own thread: with the grants of this moment. */
    Function<Operation, OperationView> views() {
        var grants = List.copyOf(asker.grants());
        return operation ->
                view(
                        operation,
                        grants,
                        interventions
                                .of(List.of(operation))
                                .getOrDefault(operation.id(), Set.of()));
    }

    /** 202, and where to look. */
    Response accepted(Operation operation) {
        return Response.accepted(view(operation))
                .header("Location", "/api/v1/operations/" + operation.id())
                .build();
    }

    private static OperationView view(
            Operation operation, Collection<Grant> grants, Set<Intervention> open) {
        return OperationView.of(operation, permissions(operation, grants, open));
    }

    /**
     * @param open what the operation's state leaves open
     */
    static List<String> permissions(
            Operation operation, Collection<Grant> grants, Set<Intervention> open) {
        List<String> permissions = new ArrayList<>();
        permissions.add("read");
        for (var each : open) {
            if (may(each, operation, grants)) {
                permissions.add(each.wire());
            }
        }
        return permissions;
    }

    /** Whoever may change operations may do all of it. */
    static boolean may(Intervention what, Operation operation, Collection<Grant> grants) {
        var scope = operation.target().scope();
        return Permissions.allows(grants, OPERATION_CHANGE, scope)
                || Permissions.allows(
                        grants, Interventions.permission(what, operation.type()), scope);
    }
}
