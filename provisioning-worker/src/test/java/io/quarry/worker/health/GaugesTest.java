package io.quarry.worker.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.ShardState;
import io.quarry.stores.http.HttpNodes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers that are away, and such that take a connection and say nothing; those that answer are
 * tried by ShardWatchIT.
 */
class GaugesTest {
    private static final Duration TIMEOUT = Duration.ofMillis(400);

    static Stream<Gauges> gauges() {
        return Stream.of(new MemcachedGauges(), new S3Gauges(new HttpNodes(), (_, _) -> Set.of()));
    }

    @ParameterizedTest
    @MethodSource("gauges")
    void whereNobodyListensNobodyAnswers(Gauges gauges) throws IOException {
        String nobody;
        try (ServerSocket taken = listening()) {
            nobody = address(taken);
        }
        assertThatThrownBy(() -> gauges.read(shard(nobody), Deadline.after(TIMEOUT)))
                .isInstanceOf(StoreException.Unavailable.class)
                .hasMessageContaining("does not answer");
    }

    @ParameterizedTest
    @MethodSource("gauges")
    void whoHangsCostsNoMoreThanTheTimeThereIs(Gauges gauges) throws IOException {
        try (ServerSocket one = listening();
                ServerSocket other = listening()) {
            long began = System.nanoTime();
            assertThatThrownBy(
                            () ->
                                    gauges.read(
                                            shard(address(one), address(other)),
                                            Deadline.after(TIMEOUT)))
                    .isInstanceOf(StoreException.Unavailable.class)
                    .hasMessageContaining("does not answer");
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isGreaterThan(TIMEOUT.dividedBy(2))
                    .isLessThan(TIMEOUT.multipliedBy(10));
        }
    }

    /** Connections are made by the kernel, and nobody takes them up. */
    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private static String address(ServerSocket socket) {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private static Shard shard(String... endpoints) {
        return new Shard(
                "some-1",
                Engine.MEMCACHED,
                ShardState.ACTIVE,
                List.of(endpoints),
                Map.of(),
                Capacity.NONE,
                Capacity.NONE,
                "some-1",
                Map.of());
    }
}
