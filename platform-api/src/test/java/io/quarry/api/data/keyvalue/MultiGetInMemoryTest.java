package io.quarry.api.data.keyvalue;

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
class MultiGetInMemoryTest extends MultiGetContract {
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
    DataClient client() {
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
}
