package io.quarry.api.data.keyvalue;

import io.quarry.api.data.DataClient;
import io.quarry.api.data.RunningStack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Encoded bodies on the running stack. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the namespace is there before each test
class EncodedItemsIT extends EncodedItemsContract {
    private final String name = "gz-" + Long.toString(System.nanoTime(), 36);
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
}
