package io.quarry.stores.contract;

import static io.quarry.stores.contract.Samples.item;
import static io.quarry.stores.contract.Samples.key;
import static io.quarry.stores.contract.Samples.now;
import static io.quarry.stores.contract.Samples.soon;
import static io.quarry.stores.contract.Samples.text;
import static io.quarry.stores.contract.Samples.utf8;
import static io.quarry.stores.contract.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.KeyRange;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Page;
import io.quarry.stores.spi.RecordId;
import io.quarry.stores.spi.Segment;
import io.quarry.stores.spi.Slice;
import io.quarry.stores.spi.StoreException;
import io.quarry.stores.spi.Version;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What a {@code KeyValueStore} promises about items: what is written is read, the right write wins,
 * what is deleted stays away.
 */
public abstract class KeyValueStoreContract extends StoreContract {
    private static final int MIB = 1 << 20;

    @Test
    void an_item_comes_back_as_it_was_written() {
        byte[] value = new byte[MIB];
        new Random(7).nextBytes(value);
        Instant expiresAt = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MICROS);
        Item item =
                new Item(
                        Bytes.of(new byte[] {0, (byte) 0xFF, 'k'}),
                        ByteBuffer.wrap(value),
                        "image/png",
                        Map.of("größe", "1 MiB", "empty", ""),
                        new Version(now(), -2),
                        expiresAt);
        put(item);
        assertThat(read(KeyRange.single(item.key()))).containsExactly(item);
        assertThat(read(KeyRange.all())).containsExactly(item);
    }

    @Test
    void empty_keys_and_empty_values_are_items() {
        Item item =
                new Item(Bytes.EMPTY, ByteBuffer.allocate(0), "", Map.of(), version(now()), null);
        put(item, item("a", "", version(now())));
        assertThat(read(KeyRange.all())).hasSize(2).first().isEqualTo(item);
        assertThat(read(KeyRange.single(Bytes.EMPTY))).containsExactly(item);
    }

    @Test
    void a_value_is_what_lies_between_position_and_limit() {
        ByteBuffer buffer = utf8("abcdef").position(2).limit(4);
        put(new Item(key("k"), buffer, "text/plain", Map.of(), version(now()), null));
        assertThat(texts(KeyRange.all())).containsExactly("k=cd");
        assertThat(buffer.position()).isEqualTo(2);
    }

    @Test
    void what_was_never_written_is_absent() {
        assertThat(read(KeyRange.single(key("nothing")))).isEmpty();
        assertThat(store().read(record, Slice.first(KeyRange.all(), 1, 1, Include.KEYS), soon()))
                .isEqualTo(Page.end(List.of()));
    }

    @Test
    void the_largest_ids_and_keys_are_held() {
        Bytes longest = Bytes.of(new byte[1_024]);
        record = new RecordId(namespace, Bytes.of(Arrays.copyOf(new byte[] {1}, 512)));
        put(new Item(longest, utf8("v"), "text/plain", Map.of(), version(now()), null));
        assertThat(read(KeyRange.single(longest))).hasSize(1);
    }

    @Test
    void records_do_not_share_items() {
        RecordId other = Samples.record(namespace);
        put(item("k", "mine", version(now())));
        store().put(other, List.of(item("k", "theirs", version(now()))), soon());
        store().delete(other, KeyRange.all(), version(now()), soon());
        assertThat(texts(KeyRange.all())).containsExactly("k=mine");
    }

    @Test
    void a_hundred_replays_leave_one_effect() {
        Item item = item("k", "v", version(now()));
        for (int i = 0; i < 100; i++) {
            put(item);
        }
        assertThat(read(KeyRange.all())).containsExactly(item);
    }

    @Test
    void the_highest_generation_wins_in_any_order() {
        long base = now();
        List<Item> writes = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Instant expiresAt = i % 3 == 0 ? Instant.now().plus(i, ChronoUnit.HOURS) : null;
            writes.add(item("k", "v" + i, new Version(base + i, 100 - i), expiresAt));
        }
        Item highest = writes.getLast();
        Collections.shuffle(writes, new Random(11));
        writes.forEach(this::put);
        assertThat(read(KeyRange.all())).containsExactly(highest);
    }

    @Test
    void items_of_one_call_keep_their_own_versions() {
        long base = now();
        put(item("a", "new", version(base + 5)));
        put(
                item("a", "old", version(base)),
                item("b", "new", version(base)),
                item("b", "newer", version(base + 1)));
        assertThat(texts(KeyRange.all())).containsExactly("a=new", "b=newer");
    }

    @Test
    void at_equal_generations_a_delete_wins_in_either_order() {
        long generation = now();
        List<KeyRange> ranges =
                List.of(
                        KeyRange.all(),
                        KeyRange.single(key("key")),
                        KeyRange.keys(List.of(key("key"), key("other"))),
                        KeyRange.prefix(key("ke")),
                        KeyRange.between(key("a"), null),
                        KeyRange.between(key("a"), key("z")));
        for (KeyRange range : ranges) {
            for (boolean deleteFirst : List.of(true, false)) {
                record = Samples.record(namespace);
                if (deleteFirst) {
                    delete(range, new Version(generation, 0));
                }
                put(item("key", "v", new Version(generation, -1)));
                if (!deleteFirst) {
                    delete(range, new Version(generation, 0));
                }
                assertThat(read(KeyRange.all()))
                        .as("%s, delete first: %s", range, deleteFirst)
                        .isEmpty();
                put(item("key", "later", version(generation + 1)));
                assertThat(texts(KeyRange.all())).containsExactly("key=later");
            }
        }
    }

    @Test
    void a_delete_spares_what_is_newer() {
        long base = now();
        put(item("a", "old", version(base)), item("b", "new", version(base + 2)));
        delete(KeyRange.all(), version(base + 1));
        assertThat(texts(KeyRange.all())).containsExactly("b=new");
    }

    @Test
    void a_late_write_does_not_bring_an_item_back() {
        long base = now();
        delete(KeyRange.prefix(key("a")), version(base + 10));
        put(item("a1", "late", version(base)), item("b1", "untouched", version(base)));
        delete(KeyRange.all(), version(base + 5));
        put(item("b1", "late", version(base + 5)), item("c1", "late", version(base + 4)));
        assertThat(read(KeyRange.all())).isEmpty();
    }

    @Test
    void a_delete_covers_its_range_and_nothing_else() {
        long base = now();
        List<String> keys = List.of("", "a", "a0", "ab", "b", "ba", "c");
        Map<KeyRange, List<String>> left =
                Map.of(
                        KeyRange.single(key("a")), List.of("", "a0", "ab", "b", "ba", "c"),
                        KeyRange.single(Bytes.EMPTY), List.of("a", "a0", "ab", "b", "ba", "c"),
                        KeyRange.prefix(key("a")), List.of("", "b", "ba", "c"),
                        KeyRange.between(key("a0"), key("b")), List.of("", "a", "b", "ba", "c"),
                        KeyRange.between(key("b"), null), List.of("", "a", "a0", "ab"),
                        KeyRange.between(key("b"), key("a")), keys,
                        KeyRange.keys(List.of(key("c"), key("a"))),
                                List.of("", "a0", "ab", "b", "ba"),
                        KeyRange.prefix(Bytes.EMPTY), List.of(),
                        KeyRange.all(), List.of());
        left.forEach(
                (range, expected) -> {
                    record = Samples.record(namespace);
                    put(
                            keys.stream()
                                    .map(key -> item(key, "v", version(base)))
                                    .toArray(Item[]::new));
                    delete(range, version(base));
                    assertThat(read(KeyRange.all()))
                            .as("%s", range)
                            .extracting(item -> item.key().utf8())
                            .containsExactlyElementsOf(expected);
                });
    }

    @Test
    void an_item_that_expired_is_never_returned() {
        Instant expiresAt = clock.instant().plus(10, ChronoUnit.MINUTES);
        put(item("a", "goes", version(now()), expiresAt), item("b", "stays", version(now())));
        assertThat(texts(KeyRange.all())).containsExactly("a=goes", "b=stays");
        clock.advance(Duration.ofMinutes(10).plusSeconds(1));
        assertThat(texts(KeyRange.all())).containsExactly("b=stays");
        assertThat(read(KeyRange.single(key("a")))).isEmpty();
    }

    @Test
    void an_item_that_expired_hides_older_ones_all_the_same() {
        long base = now();
        put(item("k", "short-lived", version(base + 1), Instant.now().minusSeconds(5)));
        put(item("k", "late", version(base)));
        assertThat(read(KeyRange.all())).isEmpty();
        put(item("k", "newer", version(base + 2)));
        assertThat(texts(KeyRange.all())).containsExactly("k=newer");
    }

    @Test
    void an_expiry_beyond_what_an_engine_can_count_is_kept() {
        Instant far = Instant.parse("2110-01-01T00:00:00Z");
        put(item("k", "v", version(now()), far));
        assertThat(read(KeyRange.all())).first().extracting(Item::expiresAt).isEqualTo(far);
    }

    @Test
    void a_structure_that_is_not_there_is_named() {
        NamespaceRef nowhere = Samples.namespace();
        RecordId there = new RecordId(nowhere, key("r"));
        List<Runnable> calls =
                List.of(
                        () -> store().put(there, List.of(item("k", "v", version(now()))), soon()),
                        () -> store().read(there, Slice.of(key("k"), Include.VALUES), soon()),
                        () ->
                                store().read(
                                                there,
                                                Slice.first(KeyRange.all(), 1, 1, Include.KEYS),
                                                soon()),
                        () -> store().delete(there, KeyRange.all(), version(now()), soon()),
                        () ->
                                store().records(
                                                nowhere,
                                                Segment.WHOLE,
                                                Slice.first(KeyRange.all(), 1, 1, Include.KEYS),
                                                soon()));
        for (Runnable call : calls) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(StoreException.Missing.class)
                    .hasMessageContaining(nowhere.structure());
        }
    }

    @Test
    void a_deadline_that_has_passed_is_a_time_out() {
        Deadline over = Deadline.after(Duration.ZERO);
        assertThatThrownBy(() -> store().read(record, Slice.of(key("k"), Include.VALUES), over))
                .isInstanceOf(StoreException.TimedOut.class);
        assertThatThrownBy(() -> store().put(record, List.of(item("k", "v", version(now()))), over))
                .isInstanceOf(StoreException.TimedOut.class);
        assertThat(read(KeyRange.all())).isEmpty();
    }

    @Test
    void two_readers_of_one_item_do_not_disturb_each_other() {
        put(item("k", "value", version(now())));
        Item item = read(KeyRange.all()).getFirst();
        item.value().get();
        assertThat(text(item)).isEqualTo("value");
        assertThat(item.value().isReadOnly()).isTrue();
    }
}
