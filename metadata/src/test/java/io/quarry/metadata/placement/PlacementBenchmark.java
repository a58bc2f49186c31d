package io.quarry.metadata.placement;

import static io.quarry.metadata.kit.Callers.ada;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.kit.Together;
import io.quarry.metadata.namespace.Accepted;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand namespaces onto two hundred shards, whole creations with operation, audit and
 * revision, and one more at a time afterwards. Run by {@code ./quarry bench placement}.
 */
@QuarkusTest
class PlacementBenchmark {
    private static final int SHARDS = 200;
    private static final int NAMESPACES = 10_000;
    private static final int CLIENTS = 8;
    private static final int ONE_MORE = 200;
    private static final Duration ALL = Duration.ofSeconds(30);
    private static final double ONE_MILLIS = 20;

    @Inject Namespaces namespaces;

    @Test
    void placements() {
        List<String> shards = fleet();
        NamespaceSpec spec =
                Seed.spec(
                        shards.getFirst(),
                        "\"workload\": {\"reads_per_second\": 100, \"writes_per_second\": 20,"
                                + " \"items\": 100000, \"item_bytes\": 1024}");
        TenantId tenant = Seed.tenant();
        long begun = System.nanoTime();
        List<Integer> placed =
                Together.call(
                        CLIENTS,
                        client -> {
                            for (int n = client; n < NAMESPACES; n += CLIENTS) {
                                create(tenant, "all-" + n, spec);
                            }
                            return NAMESPACES / CLIENTS;
                        });
        double seconds = (System.nanoTime() - begun) / 1e9;
        assertThat(placed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(NAMESPACES);
        double[] millis = new double[ONE_MORE];
        for (int n = 0; n < ONE_MORE; n++) {
            long one = System.nanoTime();
            create(tenant, "more-" + n, spec);
            millis[n] = (System.nanoTime() - one) / 1e6;
        }
        Arrays.sort(millis);
        int[] tables = shards.stream().mapToInt(BackDoor::reserved).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%d namespaces onto %d shards by %d clients: %.1f s, %.0f a second; tables a shard"
                        + " %d to %d%none more: p50 %.1f ms, p99 %.1f ms%n",
                NAMESPACES,
                SHARDS,
                CLIENTS,
                seconds,
                NAMESPACES / seconds,
                tables[0],
                tables[SHARDS - 1],
                millis[ONE_MORE / 2],
                millis[ONE_MORE * 99 / 100]);
        assertThat(seconds).isLessThan(ALL.toSeconds());
        assertThat(millis[ONE_MORE / 2]).isLessThan(ONE_MILLIS);
    }

    private void create(TenantId tenant, String name, NamespaceSpec spec) {
        assertThat(namespaces.put(new NamespaceId(tenant, name), spec, ada(), true))
                .isInstanceOf(Accepted.Created.class);
    }

    /** Of four sizes, with room for twice as many as come. */
    private static List<String> fleet() {
        String label = Seed.name("bench");
        List<String> shards = new ArrayList<>();
        for (int n = 0; n < SHARDS; n++) {
            long size = 1 + n % 4;
            shards.add(
                    Seed.shard(
                            new Capacity(
                                    size * 16_000,
                                    size << 36,
                                    size << 40,
                                    size * 10_000,
                                    size * 10_000,
                                    150),
                            label));
        }
        return shards;
    }
}
