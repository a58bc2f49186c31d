package io.quarry.api.data;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the gateway is there before each test
class RefusalsInMemoryTest extends RefusalsContract {
    private MemoryGateway gateway;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        gateway = new MemoryGateway(folder, UnaryOperator.identity());
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Override
    DataClient writer() {
        return gateway.client();
    }

    @Override
    String readersToken() {
        return MemoryGateway.READER;
    }

    @Override
    String strangersToken() {
        return MemoryGateway.STRANGER;
    }

    @Override
    String otherNamespace() {
        return "demo/orders";
    }

    @Override
    List<BadToken> badTokens() {
        return List.of(
                new BadToken("expired", "expired", "token-expired"),
                new BadToken("badly signed", "bad", "unauthenticated"));
    }
}
