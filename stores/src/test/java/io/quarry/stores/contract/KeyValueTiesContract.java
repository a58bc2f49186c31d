package io.quarry.stores.contract;

import static io.quarry.stores.contract.Samples.item;
import static io.quarry.stores.contract.Samples.key;
import static io.quarry.stores.contract.Samples.now;
import static io.quarry.stores.contract.Samples.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.KeyRange;
import io.quarry.stores.spi.Slice;
import io.quarry.stores.spi.Version;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Of two puts with equal generations one wins whole: no answer ever shows the value of one and
 * anything else of another.
 */
public abstract class KeyValueTiesContract extends StoreContract {
    private static final int ROUNDS = 40;
    private static final int WRITES = 12;

    @Test
    void of_many_writes_of_one_generation_one_wins_whole() {
        Random random = new Random(3);
        for (int round = 0; round < ROUNDS; round++) {
            record = Samples.record(namespace);
            long generation = now();
            List<Item> writes = new ArrayList<>();
            for (int i = 0; i < WRITES; i++) {
                writes.add(
                        random(random, new Version(generation, random.nextLong()), expiry(random)));
            }
            assertOneWinsWhole(writes, random);
        }
    }

    @Test
    void one_token_with_several_contents_wins_whole_too() {
        Random random = new Random(5);
        for (int round = 0; round < ROUNDS; round++) {
            record = Samples.record(namespace);
            Version version = new Version(now(), random.nextLong());
            List<Item> writes = new ArrayList<>();
            for (int i = 0; i < WRITES; i++) {
                writes.add(random(random, version, expiry(random)));
            }
            assertOneWinsWhole(writes, random);
        }
    }

    @Test
    void without_expiry_the_higher_nonce_wins_on_every_engine() {
        long generation = now();
        List<Item> writes = new ArrayList<>();
        for (long nonce : new long[] {0, 1, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
            writes.add(
                    item("k", HexFormat.of().toHexDigits(nonce), new Version(generation, nonce)));
        }
        for (int round = 0; round < ROUNDS; round++) {
            record = Samples.record(namespace);
            Collections.shuffle(writes, new Random(round));
            writes.forEach(this::put);
            assertThat(texts(KeyRange.all())).containsExactly("k=ffffffffffffffff");
        }
    }

    @Test
    void the_same_writes_in_one_call_are_no_different() {
        long generation = now();
        put(
                item("k", "low", new Version(generation, 1)),
                item("k", "high", new Version(generation, 3)),
                item("k", "middle", new Version(generation, 2)));
        assertThat(texts(KeyRange.all())).containsExactly("k=high");
    }

    private void assertOneWinsWhole(List<Item> writes, Random random) {
        List<Item> arrivals = new ArrayList<>(writes);
        arrivals.addAll(writes.subList(0, WRITES / 2)); // replays
        Collections.shuffle(arrivals, random);
        arrivals.forEach(this::put);
        List<Item> found = read(KeyRange.all());
        assertThat(found).hasSize(1);
        Item winner = found.getFirst();
        assertThat(writes).contains(winner);
        for (Include include : Include.values()) {
            assertThat(store().read(record, Slice.of(key("k"), include), soon()).items())
                    .as("%s", include)
                    .containsExactly(winner.only(include));
        }
    }

    private static @Nullable Instant expiry(Random random) {
        return random.nextBoolean()
                ? null
                : Instant.now()
                        .plus(1 + random.nextInt(3), ChronoUnit.HOURS)
                        .plus(random.nextInt(3_000_000), ChronoUnit.MICROS)
                        .truncatedTo(ChronoUnit.MICROS);
    }

    private static Item random(Random random, Version version, @Nullable Instant expiresAt) {
        byte[] value = new byte[random.nextInt(64)];
        random.nextBytes(value);
        Map<String, String> metadata =
                random.nextBoolean()
                        ? Map.of()
                        : Map.of("n", Integer.toString(random.nextInt(1_000)));
        return new Item(
                key("k"),
                ByteBuffer.wrap(value),
                "type/" + random.nextInt(100),
                metadata,
                version,
                expiresAt);
    }
}
