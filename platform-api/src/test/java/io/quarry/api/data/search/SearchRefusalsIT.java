package io.quarry.api.data.search;

import io.quarry.api.data.RunningStack;
import io.quarry.api.kit.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Bad input and isolation of search on the running stack. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the namespaces are there before each test
class SearchRefusalsIT extends SearchRefusalsContract {
    private final String name = "sr-" + Long.toString(System.nanoTime(), 36);
    private SearchClient client;

    @BeforeAll
    void make() {
        client = new SearchClient(RunningStack.namespace(name, SearchIT.SPEC));
        RunningStack.namespace(name + "-2", SearchIT.SPEC);
        RunningStack.namespace(name + "-kv");
    }

    @AfterAll
    void drop() {
        RunningStack.drop(name);
        RunningStack.drop(name + "-2");
        RunningStack.drop(name + "-kv");
    }

    @Override
    SearchClient writer() {
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

    @Override
    String otherNamespace() {
        return "demo/" + name + "-2";
    }

    @Override
    String otherAbstraction() {
        return "demo/" + name + "-kv";
    }
}
