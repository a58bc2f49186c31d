package io.quarry.api.data.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.data.DataClient;
import io.quarry.api.data.MemoryGateway;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the gateway is there before each test
class CacheInMemoryTest extends CacheContract {
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
        return gateway.cacheClient();
    }

    @Override
    String otherNamespace() {
        return "demo/more-sessions";
    }

    @Test
    void cache_4_a_flush_comes_with_the_route() {
        var cache = new CacheClient(client());
        cache.etag("flushed", "before");
        gateway.flushCache(2);
        assertThat(cache.get("flushed").problem()).isEqualTo("entry-not-found");
        cache.etag("flushed", "after", "If-None-Match", "*");
        assertThat(cache.get("flushed").text()).isEqualTo("after");
    }
}
