package io.quarry.worker;

import io.quarry.worker.claim.ClaimLoop;
import io.quarry.worker.publish.EventPublisher;
import io.quarry.worker.publish.RoutePublisher;
import io.quarry.worker.publish.Standing;
import jakarta.enterprise.context.ApplicationScoped;
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
    private final ClaimLoop claims;
    private final RoutePublisher publisher;
    private final EventPublisher events;

    WorkerReadiness(ClaimLoop claims, RoutePublisher publisher, EventPublisher events) {
        this.claims = claims;
        this.publisher = publisher;
        this.events = events;
    }

    @Override
    public HealthCheckResponse call() {
        String trouble = claims.trouble();
        Standing standing = publisher.standing();
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("provisioning-worker")
                        .status(trouble == null)
                        .withData("publisher", standing.name())
                        .withData("events", events.standing().name());
        if (trouble != null) {
            answer.withData("degraded", trouble);
        } else if (standing == Standing.TOPIC_AWAY) {
            answer.withData(
                    "degraded",
                    "kafka: routes and events wait in PostgreSQL; operations are found by the sweep");
        }
        return answer.build();
    }
}
