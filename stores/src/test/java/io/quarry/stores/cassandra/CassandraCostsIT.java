package io.quarry.stores.cassandra;

import static io.quarry.stores.contract.Samples.key;
import static io.quarry.stores.contract.Samples.now;
import static io.quarry.stores.contract.Samples.sized;
import static io.quarry.stores.contract.Samples.soon;
import static io.quarry.stores.contract.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.stores.contract.Samples;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.KeyRange;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Page;
import io.quarry.stores.spi.RecordId;
import io.quarry.stores.spi.Slice;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reads and deletes cost: counted in statements, and in bytes on the wire. */
class CassandraCostsIT {
    private static final int MIB = 1 << 20;

    private final NamespaceRef namespace = Samples.namespace();
    private final RecordId record = Samples.record(namespace);
    private final TestShard shard = new TestShard(InstantSource.system());
    private final KeyValueStore store = shard.data().keyValue();

    @BeforeEach
    void make() {
        shard.structure().provisioner().ensure(namespace, Layout.keyValue(), soon());
    }

    @AfterEach
    void drop() {
        shard.structure().provisioner().drop(namespace, soon());
        shard.close();
    }

    @Test
    void a_read_of_keys_does_not_carry_values() throws IOException {
        int items = 100;
        int valueBytes = 64 << 10;
        fill(items, valueBytes);
        try (CountingProxy proxy = new CountingProxy(TestShard.endpoint());
                CassandraShard counted = TestShard.dataThrough(proxy.address())) {
            Slice one = Slice.first(KeyRange.all(), 1, MIB, Include.KEYS);
            counted.keyValue().read(record, one, soon()); // opens the session and prepares
            long before = proxy.answeredBytes();
            Page<Item> keys =
                    counted.keyValue()
                            .read(
                                    record,
                                    Slice.first(KeyRange.all(), 1_000, MIB, Include.KEYS),
                                    soon());
            long keyBytes = proxy.answeredBytes() - before;
            before = proxy.answeredBytes();
            Page<Item> values =
                    counted.keyValue()
                            .read(
                                    record,
                                    Slice.first(KeyRange.all(), 1_000, 16 * MIB, Include.VALUES),
                                    soon());
            long allBytes = proxy.answeredBytes() - before;
            assertThat(keys.items()).hasSize(items);
            assertThat(values.items()).hasSize(items);
            assertThat(keyBytes).as("bytes for keys").isLessThan(100L * items);
            assertThat(allBytes).as("bytes for values").isGreaterThan((long) valueBytes * items);
        }
    }

    @Test
    void a_page_costs_two_statements_at_most_and_a_small_one_a_single_one() {
        fill(1_500, 2_000);
        for (int bytes : new int[] {MIB, 100_000}) {
            Slice slice = Slice.first(KeyRange.all(), 1_000, bytes, Include.VALUES);
            Page<Item> page;
            do {
                long before = shard.data().statements();
                page = store.read(record, slice, soon());
                assertThat(shard.data().statements() - before).isLessThanOrEqualTo(2);
                slice = slice.after(page.last());
            } while (page.more());
        }
        long before = shard.data().statements();
        store.read(record, Slice.first(KeyRange.all(), 10, MIB, Include.VALUES), soon());
        store.read(record, Slice.of(key("k0001"), Include.VALUES), soon());
        store.read(record, Slice.first(KeyRange.all(), 1_000, 4 * MIB, Include.KEYS), soon());
        assertThat(shard.data().statements() - before).isEqualTo(3);
    }

    @Test
    void deleting_a_record_of_thousands_of_items_is_one_statement() {
        fill(5_000, 10);
        long before = shard.data().statements();
        store.delete(record, KeyRange.prefix(key("k")), version(now()), soon());
        assertThat(shard.data().statements() - before).isEqualTo(1);
        assertThat(
                        store.read(
                                        record,
                                        Slice.first(KeyRange.all(), 10, MIB, Include.KEYS),
                                        soon())
                                .items())
                .isEmpty();
    }

    @Test
    void values_that_surprise_do_not_come_all_at_once() {
        fill(500, 10);
        store.read(record, Slice.first(KeyRange.all(), 1_000, MIB, Include.VALUES), soon());
        RecordId large = Samples.record(namespace);
        try (TestShard another = new TestShard(InstantSource.system())) {
            for (int i = 0; i < 40; i++) {
                another.data()
                        .keyValue()
                        .put(
                                large,
                                List.of(sized("k%04d".formatted(i), MIB, version(now()))),
                                soon());
            }
        }
        Page<Item> page =
                store.read(
                        large, Slice.first(KeyRange.all(), 1_000, 4 * MIB, Include.VALUES), soon());
        assertThat(page.items()).hasSize(3);
        Bytes last = page.last();
        assertThat(last).isEqualTo(key("k0002"));
    }

    @Test
    void a_read_that_would_miss_its_deadline_returns_what_it_has() throws IOException {
        int large = 100_000;
        fill(20, large);
        RecordId small = Samples.record(namespace);
        int items = 300;
        store.put(
                small,
                IntStream.range(0, items)
                        .mapToObj(i -> sized("k%04d".formatted(i), 10, version(now())))
                        .toList(),
                soon());
        try (CountingProxy proxy = new CountingProxy(TestShard.endpoint());
                CassandraShard held = TestShard.dataThrough(proxy.address())) {
            Slice whole = Slice.first(KeyRange.all(), 1_000, MIB, Include.VALUES);
            held.keyValue().read(record, whole, soon()); // values are thought to be large now
            proxy.holdAfter(2); // the sizes of the first, and their values
            Page<Item> page =
                    held.keyValue().read(small, whole, Deadline.after(Duration.ofMillis(500)));
            assertThat(page.items()).hasSizeBetween(1, items - 1);
            assertThat(page.more()).isTrue();
            Page<Item> rest = store.read(small, whole.after(page.last()), soon());
            assertThat(page.items().size() + rest.items().size()).isEqualTo(items);
        }
    }

    private void fill(int count, int bytes) {
        List<Item> items =
                IntStream.range(0, count)
                        .mapToObj(i -> sized("k%04d".formatted(i), bytes, version(now())))
                        .toList();
        int perCall = Math.clamp(4 * MIB / (bytes + 100), 1, 1_000);
        for (int i = 0; i < count; i += perCall) {
            store.put(record, items.subList(i, Math.min(count, i + perCall)), soon());
        }
    }
}
