package io.quarry.api.data.keyvalue;

import io.quarry.api.data.DataClient;
import io.quarry.api.data.RunningStack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Conditional writes on the running stack: spec, worker, topic, gateway, Cassandra. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the namespace is there before each test
class ConditionalWritesIT extends ConditionalWritesContract {
    private final String name = "cas-" + Long.toString(System.nanoTime(), 36);
    private DataClient client;

    @BeforeAll
    void make() {
        client =
                RunningStack.namespace(
                        name, "{\"abstraction\": \"key-value\", \"writes\": \"conditional\"}");
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
