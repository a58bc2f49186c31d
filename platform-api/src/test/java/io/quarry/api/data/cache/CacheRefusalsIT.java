package io.quarry.api.data.cache;

import io.quarry.api.data.DataClient;
import io.quarry.api.data.RunningStack;
import io.quarry.api.kit.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Bad input and isolation on the running stack, with tokens of the identity provider. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the namespaces are there before each test
class CacheRefusalsIT extends CacheRefusalsContract {
    private final String name = "no-cache-" + Long.toString(System.nanoTime(), 36);
    private DataClient writer;

    @BeforeAll
    void make() {
        writer = RunningStack.namespace(name, CacheIT.SPEC);
        RunningStack.namespace(name + "-kv");
    }

    @AfterAll
    void drop() {
        RunningStack.drop(name);
        RunningStack.drop(name + "-kv");
    }

    @Override
    DataClient writer() {
        return writer;
    }

    @Override
    String readersToken() {
        return Tokens.of("demo-viewer");
    }

    @Override
    String strangersToken() {
        return Tokens.of("other-developer");
    }

    @Override
    String ofAnotherAbstraction() {
        return writer.namespace() + "-kv";
    }
}
