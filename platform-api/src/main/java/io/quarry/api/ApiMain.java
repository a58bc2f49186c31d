package io.quarry.api;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Serves until it is told to stop. */
@QuarkusMain
public final class ApiMain {
    private ApiMain() {}

    public static void main(String... args) {
        // Quarkus would refuse a malformed path with a bare 400; here it gets its problem
        System.setProperty("vertx.disableURIValidation", "true");
        Quarkus.run(args);
    }
}
