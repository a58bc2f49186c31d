package io.quarry.stores.contract;

import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.KeyRange;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.RecordId;
import io.quarry.stores.spi.Slice;
import io.quarry.stores.spi.Version;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/**
 * Random histories of one record: few keys and few generations, so that writes, deletes and replays
 * meet. A token has one content, and writes that expire have a generation of their own, since which
 * of two such ties wins may differ between engines.
 */
public final class Histories {
    private static final List<String> KEYS = List.of("", "a", "a\u0000", "ab", "b", "c");
    private static final int GENERATIONS = 12;

    private Histories() {}

    /** One step of a history. */
    public sealed interface Step {}

    /** Writes one item. */
    public record Put(String key, int generation, long nonce) implements Step {
        /**
         * @param base the generation that the history begins with, in microseconds: some time ago
         */
        public Item item(long base) {
            Instant start = Instant.EPOCH.plus(base, ChronoUnit.MICROS);
            Instant expiresAt =
                    switch (generation % 6) {
                        case 2 -> start.plus(5, ChronoUnit.HOURS);
                        case 5 -> start.plus(1, ChronoUnit.SECONDS);
                        default -> null;
                    };
            long shown = expires() ? 1 : nonce;
            int size = Math.floorMod(generation * 37 + (int) shown * 11, 90);
            return new Item(
                    Samples.key(key),
                    ByteBuffer.wrap(
                            (key + generation + shown + "x".repeat(size))
                                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                    "type/" + shown,
                    Map.of("generation", Integer.toString(generation)),
                    new Version(base + generation, shown),
                    expiresAt);
        }

        private boolean expires() {
            return generation % 3 == 2;
        }
    }

    /** Deletes a range. */
    public record Delete(KeyRange range, int generation) implements Step {}

    /** Reads a page and, where there is more, the next. */
    public record Read(
            KeyRange range,
            boolean reverse,
            int limit,
            int bytes,
            Include include,
            @Nullable String after)
            implements Step {
        public Slice slice() {
            return new Slice(
                    range,
                    after == null ? null : Samples.key(after),
                    reverse,
                    limit,
                    bytes,
                    include);
        }
    }

    public static Arbitrary<List<Step>> histories() {
        Arbitrary<Integer> generations = Arbitraries.integers().between(0, GENERATIONS - 1);
        Arbitrary<Step> puts =
                Combinators.combine(
                                Arbitraries.of(KEYS),
                                generations,
                                Arbitraries.of(1L, 2L, Long.MIN_VALUE))
                        .as(Put::new);
        Arbitrary<Step> deletes = Combinators.combine(ranges(), generations).as(Delete::new);
        Arbitrary<Step> reads =
                Combinators.combine(
                                ranges(),
                                Arbitraries.of(false, true),
                                Arbitraries.integers().between(1, 7),
                                Arbitraries.of(1, 150, 400, 10_000),
                                Arbitraries.of(Include.class),
                                Arbitraries.of(KEYS).injectNull(0.6))
                        .as(Read::new);
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(5, puts),
                        net.jqwik.api.Tuple.of(2, deletes),
                        net.jqwik.api.Tuple.of(3, reads))
                .list()
                .ofMinSize(5)
                .ofMaxSize(40);
    }

    private static Arbitrary<KeyRange> ranges() {
        Arbitrary<Bytes> keys = Arbitraries.of(KEYS).map(Samples::key);
        return Arbitraries.oneOf(
                Arbitraries.just(KeyRange.all()),
                keys.map(KeyRange::single),
                keys.map(KeyRange::prefix),
                Combinators.combine(keys, keys.injectNull(0.3)).as(KeyRange::between),
                keys.list().ofMinSize(1).ofMaxSize(3).map(KeyRange::keys));
    }

    /** Carries out a step that changes something; a read changes nothing. */
    public static void apply(Step step, KeyValueStore store, RecordId record, long base) {
        switch (step) {
            case Put put -> store.put(record, List.of(put.item(base)), Samples.soon());
            case Delete(KeyRange range, int generation) ->
                    store.delete(record, range, new Version(base + generation, 0), Samples.soon());
            case Read _ -> {}
        }
    }
}
