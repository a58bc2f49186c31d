package io.quarry.stores.contract;

import static io.quarry.stores.contract.Samples.item;
import static io.quarry.stores.contract.Samples.key;
import static io.quarry.stores.contract.Samples.now;
import static io.quarry.stores.contract.Samples.sized;
import static io.quarry.stores.contract.Samples.soon;
import static io.quarry.stores.contract.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.KeyRange;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Page;
import io.quarry.stores.spi.RecordId;
import io.quarry.stores.spi.Segment;
import io.quarry.stores.spi.Slice;
import io.quarry.stores.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What a {@code KeyValueStore} promises about reading several: selections, order, and where pages
 * end.
 */
public abstract class KeyValuePagesContract extends StoreContract {
    private static final int MIB = 1 << 20;

    @Test
    void ranges_select_bytewise() {
        List<String> keys = List.of("", "a", "a\u0000", "ab", "b", "b\u007f", "é", "日本");
        put(keys.stream().map(key -> item(key, "v", version(now()))).toArray(Item[]::new));
        assertThat(select(KeyRange.all())).isEqualTo(keys);
        assertThat(select(KeyRange.prefix(key("a")))).containsExactly("a", "a\u0000", "ab");
        assertThat(select(KeyRange.prefix(Bytes.EMPTY))).isEqualTo(keys);
        assertThat(select(KeyRange.between(key("a\u0000"), key("b"))))
                .containsExactly("a\u0000", "ab");
        assertThat(select(KeyRange.between(key("b"), null)))
                .containsExactly("b", "b\u007f", "é", "日本");
        assertThat(select(KeyRange.between(Bytes.EMPTY, key("a")))).containsExactly("");
        assertThat(select(KeyRange.between(key("b"), key("a")))).isEmpty();
        assertThat(select(KeyRange.keys(List.of(key("é"), key("a"), key("no"), key("a")))))
                .containsExactly("a", "é");
        assertThat(select(KeyRange.single(key("ab")))).containsExactly("ab");
    }

    @Test
    void a_prefix_of_the_highest_bytes_ends_with_the_record() {
        Bytes high = Bytes.of(new byte[] {(byte) 0xFF, (byte) 0xFF});
        Item inside =
                new Item(
                        high.next(),
                        Samples.utf8("v"),
                        "",
                        java.util.Map.of(),
                        version(now()),
                        null);
        put(inside, item("a", "v", version(now())));
        assertThat(read(KeyRange.prefix(high))).containsExactly(inside);
        delete(KeyRange.prefix(high), version(now()));
        assertThat(texts(KeyRange.all())).containsExactly("a=v");
    }

    @Test
    void pages_by_limit_show_each_item_once_in_either_direction() {
        List<String> keys = fill(23, 10);
        List<KeyRange> ranges =
                List.of(
                        KeyRange.all(),
                        KeyRange.prefix(key("k")),
                        KeyRange.between(key("k"), key("l")),
                        KeyRange.keys(keys.stream().map(Samples::key).toList()));
        for (KeyRange range : ranges) {
            for (boolean reverse : List.of(false, true)) {
                for (int limit : new int[] {1, 7, 22, 23, 24}) {
                    for (Include include : Include.values()) {
                        List<Page<Item>> pages =
                                pages(new Slice(range, null, reverse, limit, MIB, include));
                        assertThat(keys(pages))
                                .as("%s reverse=%s limit=%d %s", range, reverse, limit, include)
                                .isEqualTo(reverse ? keys.reversed() : keys);
                        assertThat(pages)
                                .as("no page is empty")
                                .hasSize((keys.size() + limit - 1) / limit);
                    }
                }
            }
        }
    }

    @Test
    void pages_end_before_the_item_that_would_pass_their_bytes() {
        Random random = new Random(17);
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            items.add(
                    sized(
                            "k%04d".formatted(i),
                            random.nextInt(10) == 0 ? 60_000 : random.nextInt(2_000),
                            version(now())));
        }
        items.forEach(this::put);
        for (int bytes : new int[] {1, 5_000, 70_000, 300_000}) {
            for (boolean reverse : List.of(false, true)) {
                List<Item> order = reverse ? items.reversed() : items;
                List<Page<Item>> pages =
                        pages(
                                new Slice(
                                        KeyRange.all(),
                                        null,
                                        reverse,
                                        1_000,
                                        bytes,
                                        Include.VALUES));
                assertThat(pages.stream().flatMap(page -> page.items().stream()).toList())
                        .as("%d bytes, reverse=%s", bytes, reverse)
                        .isEqualTo(order);
                assertThat(pages.stream().map(page -> page.items().size()).toList())
                        .isEqualTo(expectedSizes(order, bytes));
            }
        }
    }

    private static List<Integer> expectedSizes(List<Item> order, int bytes) {
        List<Integer> sizes = new ArrayList<>();
        int count = 0;
        long sum = 0;
        for (Item item : order) {
            if (count > 0 && sum + item.bytes() > bytes) {
                sizes.add(count);
                count = 0;
                sum = 0;
            }
            count++;
            sum += item.bytes();
        }
        sizes.add(count);
        return sizes;
    }

    @Test
    void a_page_holds_one_item_however_large() {
        put(sized("a", MIB, version(now())), sized("b", MIB, version(now())));
        List<Page<Item>> pages = pages(Slice.first(KeyRange.all(), 10, 1_000, Include.VALUES));
        assertThat(pages).extracting(page -> page.items().size()).containsExactly(1, 1);
    }

    @Test
    void include_decides_what_comes_back() {
        Item item = item("k", "value", version(now()), Instant.parse("2031-01-01T00:00:00Z"));
        put(item);
        for (Include include : Include.values()) {
            assertThat(
                            store().read(
                                            record,
                                            Slice.first(KeyRange.all(), 10, MIB, include),
                                            soon())
                                    .items())
                    .containsExactly(item.only(include));
            assertThat(store().read(record, Slice.of(item.key(), include), soon()).items())
                    .containsExactly(item.only(include));
        }
    }

    @Test
    void expired_items_neither_show_nor_count() {
        Instant soonOver = clock.instant().plusSeconds(60);
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            items.add(
                    item(
                            "k%04d".formatted(i),
                            "v",
                            version(now()),
                            i % 50 == 49 ? null : soonOver));
        }
        put(items.toArray(Item[]::new));
        clock.advance(Duration.ofSeconds(61));
        for (Include include : Include.values()) {
            for (boolean reverse : List.of(false, true)) {
                List<Page<Item>> pages =
                        pages(new Slice(KeyRange.all(), null, reverse, 2, MIB, include));
                List<String> left = List.of("k0049", "k0099", "k0149", "k0199", "k0249", "k0299");
                assertThat(keys(pages)).isEqualTo(reverse ? left.reversed() : left);
                assertThat(pages).hasSize(3);
            }
        }
    }

    @Test
    void more_is_exact() {
        fill(10, 10);
        assertThat(
                        store().read(
                                        record,
                                        Slice.first(KeyRange.all(), 10, MIB, Include.VALUES),
                                        soon())
                                .more())
                .isFalse();
        assertThat(
                        store().read(
                                        record,
                                        Slice.first(KeyRange.all(), 9, MIB, Include.VALUES),
                                        soon())
                                .more())
                .isTrue();
        put(item("k0009", "gone", version(now()), Instant.now().minusSeconds(1)));
        assertThat(
                        store().read(
                                        record,
                                        Slice.first(KeyRange.all(), 9, MIB, Include.VALUES),
                                        soon())
                                .more())
                .isFalse();
    }

    @Test
    void reading_on_beyond_what_was_deleted_meanwhile_loses_nothing() {
        List<String> keys = fill(9, 10);
        Slice slice = Slice.first(KeyRange.all(), 3, MIB, Include.VALUES);
        Bytes last = store().read(record, slice, soon()).last();
        delete(KeyRange.single(key("k0002")), version(now()));
        assertThat(store().read(record, slice.after(last), soon()).items())
                .extracting(item -> item.key().utf8())
                .isEqualTo(keys.subList(3, 6));
    }

    @Test
    void short_deadlines_lose_nothing_and_say_so() {
        List<String> keys = fill(400, 2_000);
        TreeSet<String> seen = new TreeSet<>();
        Bytes after = null;
        boolean more = true;
        for (long micros = 200; more; micros = Math.min(2_000_000, micros * 3 / 2)) {
            Slice slice = new Slice(KeyRange.all(), after, false, 1_000, 50_000, Include.VALUES);
            try {
                Page<Item> page =
                        store().read(
                                        record,
                                        slice,
                                        Deadline.after(Duration.ofNanos(micros * 1_000)));
                for (Item item : page.items()) {
                    assertThat(seen.add(item.key().utf8())).as("once").isTrue();
                }
                more = page.more();
                after = more ? page.last() : after;
            } catch (StoreException.TimedOut expected) {
                assertThat(expected.retryable()).isTrue();
            }
        }
        assertThat(seen).containsExactlyElementsOf(keys);
    }

    @Test
    void records_are_listed_once_by_pages_and_by_segments() {
        NamespaceRef own = Samples.namespace();
        provisioner().ensure(own, Layout.keyValue(), soon());
        try {
            TreeSet<Bytes> ids = new TreeSet<>();
            for (int i = 0; i < 60; i++) {
                RecordId id = new RecordId(own, key("record " + i));
                store().put(
                                id,
                                List.of(
                                        item("a", "v", version(now())),
                                        item("b", "v", version(now()))),
                                soon());
                ids.add(id.id());
            }
            RecordId deleted = new RecordId(own, key("record 7"));
            store().delete(deleted, KeyRange.all(), version(now()), soon());
            ids.remove(deleted.id());
            Instant over = clock.instant().plusSeconds(60);
            RecordId expired = new RecordId(own, key("expired"));
            store().put(expired, List.of(item("a", "v", version(now()), over)), soon());
            RecordId halfExpired = new RecordId(own, key("half expired"));
            store().put(
                            halfExpired,
                            List.of(
                                    item("a", "v", version(now()), over),
                                    item("b", "v", version(now()))),
                            soon());
            ids.add(halfExpired.id());
            clock.advance(Duration.ofSeconds(61));
            for (int segments : new int[] {1, 2, 7}) {
                for (int limit : new int[] {1, 8, 100}) {
                    List<Bytes> listed =
                            IntStream.range(0, segments)
                                    .boxed()
                                    .flatMap(
                                            i ->
                                                    records(own, new Segment(i, segments), limit)
                                                            .stream())
                                    .toList();
                    assertThat(listed)
                            .as("%d segments, limit %d", segments, limit)
                            .doesNotHaveDuplicates();
                    assertThat(new TreeSet<>(listed)).isEqualTo(ids);
                }
            }
        } finally {
            provisioner().drop(own, soon());
        }
    }

    private List<Bytes> records(NamespaceRef own, Segment segment, int limit) {
        List<Bytes> ids = new ArrayList<>();
        Slice slice = Slice.first(KeyRange.all(), limit, MIB, Include.KEYS);
        Page<RecordId> page;
        do {
            page = store().records(own, segment, slice, soon());
            page.items().forEach(id -> ids.add(id.id()));
            slice = slice.after(page.last());
        } while (page.more());
        return ids;
    }

    private List<String> select(KeyRange range) {
        return keys(pages(Slice.first(range, 1_000, MIB, Include.VALUES)));
    }

    /** Writes so many items of so many bytes. */
    private List<String> fill(int count, int bytes) {
        List<String> keys = IntStream.range(0, count).mapToObj("k%04d"::formatted).toList();
        put(keys.stream().map(key -> sized(key, bytes, version(now()))).toArray(Item[]::new));
        return keys;
    }
}
