package io.quarry.local.server;

import io.quarry.local.artifact.Artifacts;
import io.quarry.local.stack.Secrets;
import io.quarry.local.stack.Stack;
import java.util.List;

/** Every server that a stack can have. */
public final class Servers {
    private Servers() {}

    /** The stores and what surrounds them: other people's programs. */
    public static List<Server> others(Stack stack, Secrets secrets) {
        Artifacts artifacts = new Artifacts(stack);
        return List.of(
                new Postgresql(stack, secrets),
                new Kafka(stack, artifacts),
                new Keycloak(stack, secrets, artifacts),
                new Cassandra(stack, secrets, artifacts));
    }

    /** Our own services. */
    public static List<Service> services(Stack stack, Secrets secrets) {
        return List.of(
                Service.platformApi(stack, secrets), Service.provisioningWorker(stack, secrets));
    }
}
