package io.quarry.metadata.placement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.NamespaceSpecs;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.shard.Roomiest;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.Shards;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The database's choice of a few shards is what placement chooses among all of them. */
@QuarkusTest
class RoomiestIT {
    private static final int FLEET = 160;
    private static final int WISHES = 40;

    @Inject Tenancy tenancy;
    @Inject Shards shards;
    @Inject Placements placements;

    private final Random random = new Random(7);

    @Test
    void theyAreTheBestOfTheWholeFleetInTheSameOrder() {
        String label = Seed.name("roomiest");
        for (int n = 0; n < FLEET; n++) {
            seed(label);
        }
        int many = 0;
        for (int n = 0; n < WISHES; n++) {
            NamespaceSpec wish = wish(label);
            List<String> all = tenancy.platform(() -> ids(Placing.among(fleet(label), wish)));
            assertThat(tenancy.platform(() -> ids(placements.nearby(wish))))
                    .as("%s", wish)
                    .isEqualTo(all.subList(0, Math.min(Roomiest.MOST, all.size())));
            many += all.size() > Roomiest.MOST ? 1 : 0;
        }
        assertThat(many).isBetween(1, WISHES - 1);
    }

    private List<Shard> fleet(String label) {
        List<Shard> fleet =
                shards.list().stream()
                        .filter(shard -> label.equals(shard.labels().get("it")))
                        .toList();
        assertThat(fleet).hasSize(FLEET);
        return fleet;
    }

    private static List<String> ids(Placing placing) {
        return placing.candidates().stream().map(each -> each.shard().id()).toList();
    }

    /** Of any engine, state, size and load; some of them alike. */
    private void seed(String label) {
        Map<String, String> labels = new HashMap<>(Map.of("it", label));
        switch (random.nextInt(4)) {
            case 0 -> labels.put("region", pick("eu", "us"));
            case 1 -> labels.put("isolation", pick("dedicated", "shared"));
            default -> labels.put("rack", "b");
        }
        long size = random.nextInt(4);
        int used = random.nextInt(11);
        int _ =
                BackDoor.run(
                        "INSERT INTO shard (id, engine, state, endpoints, labels, credential_ref,"
                                + " capacity_objects, capacity_millicores, capacity_memory_bytes,"
                                + " capacity_disk_bytes, capacity_reads_per_second,"
                                + " capacity_writes_per_second, reserved_objects, reserved_millicores,"
                                + " reserved_memory_bytes, reserved_disk_bytes,"
                                + " reserved_reads_per_second, reserved_writes_per_second,"
                                + " measured_memory_bytes, measured_disk_bytes) VALUES (?, ?, ?,"
                                + " ?::jsonb, ?::jsonb, 'none', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                                + " ?)",
                        Seed.name("s"),
                        pick("CASSANDRA", "CASSANDRA", "CASSANDRA", "POSTGRESQL"),
                        pick("ACTIVE", "ACTIVE", "ACTIVE", "CORDONED"),
                        Json.write(Collections.nCopies(random.nextInt(5) + 1, "127.0.0.1:9042")),
                        Json.write(labels),
                        size * 10,
                        size * 8_000,
                        size << 34,
                        size << 38,
                        size * 10_000,
                        size * 10_000,
                        size * used,
                        size * 800 * random.nextInt(11),
                        (size << 33) / 10 * used,
                        (size << 37) / 10 * used,
                        size * 1_000 * random.nextInt(11),
                        size * 1_000 * random.nextInt(11),
                        measured(size << 34),
                        measured(size << 38));
    }

    /** Nothing on most shards; on the others anything, more than there should be too. */
    private long measured(long capacity) {
        return random.nextInt(4) == 0 ? capacity / 10 * random.nextInt(13) : 0;
    }

    private NamespaceSpec wish(String label) {
        ObjectNode json = (ObjectNode) Json.tree(Map.of("abstraction", "key-value"));
        ObjectNode labels = json.putObject("labels").put("it", label);
        if (random.nextBoolean()) {
            labels.put("region", pick("eu", "us", "ap"));
        }
        json.putObject("workload")
                .put("reads_per_second", random.nextInt(8_000))
                .put("items", random.nextInt(20_000_000))
                .put("item_bytes", 1024);
        return NamespaceSpecs.parse(json);
    }

    private String pick(String... of) {
        return of[random.nextInt(of.length)];
    }
}
