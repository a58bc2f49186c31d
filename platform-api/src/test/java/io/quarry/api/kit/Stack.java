package io.quarry.api.kit;

import java.net.URI;

/** Where the running stack is. */
public final class Stack {
    private Stack() {}

    public static URI url() {
        return URI.create(variable("QUARRY_URL"));
    }

    public static URI managementUrl() {
        return URI.create(variable("QUARRY_MANAGEMENT_URL"));
    }

    /** A variable that {@code ./quarry env} prints. */
    public static String variable(String name) {
        var value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(
                    name + " is not set: start a stack, and set what `./quarry env` prints");
        }
        return value;
    }
}
