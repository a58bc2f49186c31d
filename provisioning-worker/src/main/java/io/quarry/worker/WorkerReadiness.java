package io.quarry.worker;

import io.quarry.metadata.operation.Stuck;
import io.quarry.metadata.series.FailingSlices;
import io.quarry.worker.claim.ClaimLoop;
import io.quarry.worker.claim.StuckOperations;
import io.quarry.worker.publish.EventPublisher;
import io.quarry.worker.publish.RoutePublisher;
import io.quarry.worker.publish.Standing;
import io.quarry.worker.series.SliceTurner;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Down only while nothing can be done at all, which is without PostgreSQL; what else is missing is
 * named and stays up.
 */
@Readiness
@ApplicationScoped
class WorkerReadiness implements HealthCheck {
    /** So many stuck operations, and namespaces whose slices fail, are named; all are counted. */
    private static final int NAMED = 20;

    private final ClaimLoop claims;
    private final RoutePublisher publisher;
    private final EventPublisher events;
    private final StuckOperations stuck;
    private final SliceTurner slices;

    WorkerReadiness(
            ClaimLoop claims,
            RoutePublisher publisher,
            EventPublisher events,
            StuckOperations stuck,
            SliceTurner slices) {
        this.claims = claims;
        this.publisher = publisher;
        this.events = events;
        this.stuck = stuck;
        this.slices = slices;
    }

    @Override
    public HealthCheckResponse call() {
        String trouble = claims.trouble();
        Standing publishing = publisher.standing();
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("provisioning-worker")
                        .status(trouble == null)
                        .withData("publisher", publishing.name())
                        .withData("events", events.standing().name());
        if (trouble != null) {
            answer.withData("degraded", trouble);
        } else if (publishing == Standing.TOPIC_AWAY) {
            answer.withData(
                    "degraded",
                    "kafka: routes and events wait in PostgreSQL; operations are found by the sweep");
        }
        List<Stuck> standing = stuck.found();
        answer.withData("stuck", standing.size());
        standing.stream()
                .limit(NAMED)
                .forEach(each -> answer.withData("stuck." + each.operation(), told(each)));
        List<FailingSlices> failing = slices.failing();
        answer.withData("slices_failing", failing.size());
        failing.stream()
                .limit(NAMED)
                .forEach(each -> answer.withData("slices." + each.namespace(), told(each)));
        return answer.build();
    }

    private static String told(FailingSlices failing) {
        return "since " + failing.since() + ": " + failing.reason();
    }

    private static String told(Stuck stuck) {
        String reason = stuck.reason() == null ? "no reason given" : stuck.reason();
        return stuck.type().wire() + " since " + stuck.since() + ": " + reason;
    }
}
