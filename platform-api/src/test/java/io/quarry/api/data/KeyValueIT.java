package io.quarry.api.data;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The promises of key-value on the running stack: gateway, topic, Cassandra. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the namespace is there before each test
class KeyValueIT extends KeyValueContract {
    private final RunningStack stack = new RunningStack(System.getenv());
    private final String name = "kv-" + Long.toString(System.nanoTime(), 36);
    private DataClient client;

    @BeforeAll
    void make() {
        client = stack.namespace(name);
    }

    @AfterAll
    void drop() {
        stack.drop(name);
    }

    @Override
    DataClient client() {
        return client;
    }
}
