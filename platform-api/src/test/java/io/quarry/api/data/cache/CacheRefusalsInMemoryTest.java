package io.quarry.api.data.cache;

import io.quarry.api.data.DataClient;
import io.quarry.api.data.MemoryGateway;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the gateway is there before each test
class CacheRefusalsInMemoryTest extends CacheRefusalsContract {
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
        return gateway.cacheClient();
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
    String ofAnotherAbstraction() {
        return "demo/profiles";
    }
}
