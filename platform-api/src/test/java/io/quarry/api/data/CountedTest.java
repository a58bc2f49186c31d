package io.quarry.api.data;

import static io.quarry.api.data.DataClient.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.routes.Samples;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.usage.UsageCell;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the data routes count of a namespace. */
@SuppressWarnings("NullAway.Init") // the gateway is there before each test
class CountedTest {
    private static final Uid PROFILES = Samples.uid(1);
    private static final Uid SLOW = Samples.uid(3);

    private MemoryGateway gateway;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        gateway = new MemoryGateway(folder, UnaryOperator.identity());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void readsAndWritesAreCountedWithTheirBodiesAndCost() {
        var client = gateway.client();
        assertThat(client.put(item("r", "a"), "x".repeat(1500)).status()).isEqualTo(204);
        assertThat(client.put(item("r", "b"), "x".repeat(9000)).status()).isEqualTo(204);
        assertThat(client.delete(item("r", "b")).status()).isEqualTo(204);
        assertThat(client.get(item("r", "a")).bytes()).hasSize(1500);
        assertThat(client.get(item("r", "none")).status()).isEqualTo(404);
        var listed = client.get("/r").bytes().length;
        assertThat(counted(PROFILES))
                .satisfies(
                        cell -> {
                            assertThat(cell.writes()).isEqualTo(3);
                            assertThat(cell.reads()).isEqualTo(3);
                            assertThat(cell.bytesIn()).isEqualTo(10_500);
                            assertThat(cell.bytesOut()).isEqualTo(1500 + listed);
                            assertThat(cell.cost()).isEqualTo(2 + 9 + 1 + 1 + 1 + 1);
                            assertThat(cell.throttled()).isZero();
                            assertThat(cell.errors()).isZero();
                        });
    }

    @Test
    void whatIsRefusedAtTheGateIsNobodysAndWhatIsInvalidCostsNothing() {
        gateway.client().as("bad").get(item("r", "a"));
        gateway.client().as(MemoryGateway.STRANGER).get(item("r", "a"));
        gateway.client().as(MemoryGateway.READER).put(item("r", "a"), "x");
        assertThat(gateway.usage().unsent()).isEmpty();
        gateway.client().get(item("r", "a") + "?no_such=1");
        assertThat(counted(PROFILES).reads()).isOne();
        assertThat(counted(PROFILES).cost()).isZero();
    }

    @Test
    void whatIsThrottledIsCountedApart() {
        var slow = gateway.client().in("demo/slow");
        var passed = 0;
        while (slow.put(item("r", "a"), "x").status() == 204) {
            passed++;
        }
        assertThat(counted(SLOW).throttled()).isOne();
        assertThat(counted(SLOW).writes()).isEqualTo(passed);
        assertThat(counted(SLOW).cost()).isEqualTo(passed);
        assertThat(counted(SLOW).bytesIn()).isEqualTo(passed);
    }

    private UsageCell counted(Uid uid) {
        return gateway.usage().unsent().stream()
                .flatMap(batch -> batch.cells().stream())
                .filter(cell -> cell.uid().equals(uid))
                .findFirst()
                .orElseThrow();
    }
}
