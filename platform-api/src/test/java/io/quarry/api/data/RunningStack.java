package io.quarry.api.data;

import io.quarry.api.kit.Api;
import io.quarry.api.kit.Namespaces;
import io.quarry.api.kit.Stack;
import io.quarry.api.kit.Tokens;

/** Key-value namespaces of tenant demo on the running stack, and callers of their data routes. */
public final class RunningStack {
    /** Asks for more than any test here sends. */
    private static final String SPEC =
            """
            {"abstraction": "key-value", "description": "made by a test",
             "workload": {"reads_per_second": {"mid": 100, "high": 40000}, "writes_per_second": {"mid": 100, "high": 40000}}}
            """;

    private static final String TENANT = "demo";
    private static final String PERSON = "demo-developer";

    private RunningStack() {}

    /** Returns when it is ACTIVE. */
    public static DataClient namespace(String name) {
        return namespace(name, SPEC);
    }

    public static DataClient namespace(String name, String spec) {
        Namespaces.create(Api.as(PERSON), TENANT, name, spec);
        return new DataClient(Stack.url(), TENANT + "/" + name, Tokens.of(PERSON));
    }

    /** Lets a namespace go at once. */
    public static void drop(String name) {
        Namespaces.purge(Api.as(PERSON), TENANT, name);
    }
}
