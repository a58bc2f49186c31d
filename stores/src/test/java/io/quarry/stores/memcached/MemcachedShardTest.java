package io.quarry.stores.memcached;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemcachedShardTest {
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\n", "ERROR\r\n", "VERSION\r\n", ""})
    void who_is_no_memcached_is_told_apart(String said) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answering = Thread.ofVirtual().start(() -> answer(server, said));
            MemcachedShard shard =
                    new MemcachedShard(
                            new MemcachedConfig(List.of("127.0.0.1:" + server.getLocalPort())));
            assertThatThrownBy(() -> shard.ensure(Deadline.after(Duration.ofSeconds(5))))
                    .isInstanceOf(StoreException.Unavailable.class)
                    .hasMessageContaining("127.0.0.1:" + server.getLocalPort());
            answering.join();
        }
    }

    private static void answer(ServerSocket server, String said) {
        try (Socket socket = server.accept()) {
            byte[] question = socket.getInputStream().readNBytes("version\r\n".length());
            if (question.length > 0) {
                socket.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
