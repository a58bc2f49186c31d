package io.quarry.api.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** What tests of namespaces need again and again. */
public final class Namespaces {
    public static final String SPEC =
            "{\"abstraction\": \"key-value\", \"description\": \"made by a test\"}";

    private Namespaces() {}

    /** A name that no other test has. */
    public static String freshName() {
        return "it-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    public static String path(String tenant, String name) {
        return "/api/v1/tenants/" + tenant + "/namespaces/" + name;
    }

    /** Asks for it and waits until it is ACTIVE. */
    public static JsonNode create(Api api, String tenant, String name, String spec) {
        awaitEnd(api, api.put(path(tenant, name), spec).expect(202));
        var namespace = api.get(path(tenant, name)).expect(200).json();
        assertThat(namespace.at("/status/state").asText()).isEqualTo("ACTIVE");
        return namespace;
    }

    /** Deletes it at once, data and all. */
    public static void purge(Api api, String tenant, String name) {
        awaitEnd(api, api.delete(path(tenant, name) + "?retention=PT0S").expect(202));
    }

    /** Waits for the operation of a 202 and demands that it succeeded. */
    public static JsonNode awaitEnd(Api api, Answer accepted) {
        var operation = api.get(accepted.header("Location") + "?wait=60s").expect(200).json();
        assertThat(operation.path("state").asText()).as("%s", operation).isEqualTo("SUCCEEDED");
        return operation;
    }
}
