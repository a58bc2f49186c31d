package io.quarry.api.data.keyvalue;

import io.quarry.api.data.DataClient;
import io.quarry.api.data.RunningStack;
import io.quarry.api.kit.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Several records at once on the running stack. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the namespace is there before each test
class MultiGetIT extends MultiGetContract {
    private final String name = "many-" + Long.toString(System.nanoTime(), 36);
    private DataClient client;

    @BeforeAll
    void make() {
        client = RunningStack.namespace(name);
    }

    @AfterAll
    void drop() {
        RunningStack.drop(name);
    }

    @Override
    DataClient client() {
        return client;
    }

    @Override
    String readersToken() {
        return Tokens.of("demo-viewer");
    }

    @Override
    String strangersToken() {
        return Tokens.of("other-developer");
    }
}
