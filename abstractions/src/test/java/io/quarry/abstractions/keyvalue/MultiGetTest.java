package io.quarry.abstractions.keyvalue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarry.abstractions.TestClock;
import io.quarry.abstractions.paging.KeyRing;
import io.quarry.abstractions.paging.PageTokenRefused;
import io.quarry.abstractions.paging.PageTokens;
import io.quarry.abstractions.paging.SigningKey;
import io.quarry.abstractions.token.Tokens;
import io.quarry.stores.memory.MemoryShard;
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
import io.quarry.stores.spi.Segment;
import io.quarry.stores.spi.Slice;
import io.quarry.stores.spi.StoreException;
import io.quarry.stores.spi.Version;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages over several records: what is in them, how they are read, and when they end. */
class MultiGetTest {
    private static final int RECORDS = 50;

    private final TestClock clock = new TestClock();
    private final MemoryShard shard = new MemoryShard(clock);
    private final NamespaceRef namespace = new NamespaceRef("a1234567890123456789", 1);
    private final KeyValues values = door(shard.keyValue());

    private KeyValues door(KeyValueStore store) {
        KeyRing ring =
                new KeyRing(List.of(new SigningKey(1, Instant.EPOCH, Bytes.of(new byte[32]))));
        return new KeyValues(
                store,
                namespace,
                KeyValueSettings.standard(),
                Tokens.standard(clock),
                new PageTokens(() -> ring, clock));
    }

    @BeforeEach
    void fill() {
        shard.provisioner().ensure(namespace, Layout.keyValue(), soon());
        for (int i = 0; i < RECORDS; i++) {
            for (int key = 0; key < i % 4; key++) {
                NewItem item = NewItem.of(Bytes.ofUtf8("k" + key), ByteBuffer.allocate(1_000));
                values.put(id(i), item, null, soon());
            }
        }
    }

    private static Bytes id(int i) {
        return Bytes.ofUtf8("r" + i);
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(20));
    }

    private static List<RecordQuery> queries() {
        return IntStream.range(0, RECORDS)
                .mapToObj(i -> new RecordQuery(id(i), KeyRange.all(), i % 2 == 1))
                .toList();
    }

    private static List<String> texts(RecordItemsPage page) {
        return page.records().stream()
                .flatMap(
                        record ->
                                record.items().stream()
                                        .map(
                                                item ->
                                                        record.record().utf8()
                                                                + "/"
                                                                + item.key().utf8()))
                .toList();
    }

    private static List<String> everything() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            int items = i % 4;
            for (int n = 0; n < items; n++) {
                all.add("r" + i + "/k" + (i % 2 == 1 ? items - 1 - n : n));
            }
        }
        return all;
    }

    @Test
    void kv_1_a_page_has_every_record_in_the_order_of_the_queries() {
        RecordItemsPage page = values.getAll(MultiGet.of(queries()), soon());
        assertThat(page.nextPageToken()).isNull();
        assertThat(page.records())
                .extracting(RecordItems::record)
                .containsExactlyElementsOf(queries().stream().map(RecordQuery::record).toList());
        assertThat(texts(page)).isEqualTo(everything());
    }

    @Test
    void common_pages_of_any_size_show_everything_once() {
        for (int limit : new int[] {1, 2, 7, 1_000}) {
            for (int bytes : new int[] {1, 1_500, 4_000, 30_000}) {
                List<String> found = new ArrayList<>();
                MultiGet get = new MultiGet(queries(), Include.VALUES, limit, bytes, null);
                String next;
                do {
                    RecordItemsPage page = values.getAll(get, soon());
                    List<String> texts = texts(page);
                    assertThat(texts).hasSizeLessThanOrEqualTo(limit);
                    assertThat(bytesOf(page)).isLessThanOrEqualTo(Math.max(bytes, 1_100));
                    found.addAll(texts);
                    next = page.nextPageToken();
                    get = get.from(next);
                } while (next != null);
                assertThat(found).as(limit + " items, " + bytes + " B").isEqualTo(everything());
            }
        }
    }

    private static long bytesOf(RecordItemsPage page) {
        return page.records().stream()
                .flatMap(record -> record.items().stream())
                .mapToLong(Item::bytes)
                .sum();
    }

    @Test
    void common_a_page_token_is_for_the_same_queries() {
        MultiGet get = new MultiGet(queries(), Include.VALUES, 3, 0, null);
        String next = values.getAll(get, soon()).nextPageToken();
        assertThat(next).isNotNull();
        MultiGet other = MultiGet.of(queries().subList(0, 10)).from(next);
        assertThatExceptionOfType(PageTokenRefused.class)
                .isThrownBy(() -> values.getAll(other, soon()));
    }

    @Test
    void kv_1_reads_begin_before_the_first_is_waited_for() {
        CountDownLatch begun = new CountDownLatch(10);
        KeyValues together =
                door(
                        new Reading(shard.keyValue()) {
                            @Override
                            void before() {
                                begun.countDown();
                                try {
                                    if (!begun.await(10, TimeUnit.SECONDS)) {
                                        throw new StoreException.Unavailable(
                                                "one read waits for another", null);
                                    }
                                } catch (InterruptedException e) {
                                    throw new StoreException.Unavailable("interrupted", e);
                                }
                            }
                        });
        RecordItemsPage page = together.getAll(MultiGet.of(queries().subList(0, 10)), soon());
        assertThat(page.records()).hasSize(10);
    }

    @Test
    void common_a_read_that_is_late_answers_what_it_has() {
        AtomicInteger reads = new AtomicInteger();
        KeyValues late =
                door(
                        new Reading(shard.keyValue()) {
                            @Override
                            void before() {
                                if (reads.incrementAndGet() > 16) {
                                    throw new StoreException.TimedOut("late", null);
                                }
                            }
                        });
        RecordItemsPage page = late.getAll(MultiGet.of(queries()), soon());
        assertThat(page.records()).hasSize(16);
        assertThat(page.nextPageToken()).isNotNull();
        RecordItemsPage rest =
                values.getAll(MultiGet.of(queries()).from(page.nextPageToken()), soon());
        List<String> both = new ArrayList<>(texts(page));
        both.addAll(texts(rest));
        assertThat(both).isEqualTo(everything());
    }

    @Test
    void common_where_most_of_the_time_is_gone_no_more_is_begun() {
        AtomicLong now = new AtomicLong();
        KeyValues slow =
                door(
                        new Reading(shard.keyValue()) {
                            @Override
                            void before() {
                                now.addAndGet(Duration.ofMillis(50).toNanos());
                            }
                        });
        Deadline second = Deadline.after(Duration.ofSeconds(1), now::get);
        RecordItemsPage page = slow.getAll(MultiGet.of(queries()), second);
        assertThat(page.records()).hasSize(16);
        assertThat(page.nextPageToken()).isNotNull();
    }

    @Test
    void common_a_read_that_has_nothing_in_time_is_a_time_out() {
        KeyValues late =
                door(
                        new Reading(shard.keyValue()) {
                            @Override
                            void before() {
                                throw new StoreException.TimedOut("late", null);
                            }
                        });
        assertThatExceptionOfType(StoreException.TimedOut.class)
                .isThrownBy(() -> late.getAll(MultiGet.of(queries()), soon()));
    }

    @Test
    void kv_1_a_store_that_is_away_is_told() {
        KeyValues away =
                door(
                        new Reading(shard.keyValue()) {
                            @Override
                            void before() {
                                throw new StoreException.Unavailable("away", null);
                            }
                        });
        assertThatExceptionOfType(StoreException.Unavailable.class)
                .isThrownBy(() -> away.getAll(MultiGet.of(queries()), soon()));
    }

    @Test
    void common_a_position_is_read_back() {
        for (Bytes after : new @Nullable Bytes[] {null, Bytes.EMPTY, Bytes.ofUtf8("k")}) {
            MultiGetPosition position = new MultiGetPosition(999, after);
            assertThat(MultiGetPosition.decode(position.encode())).isEqualTo(position);
        }
    }

    /** The store, with something that happens before each read. */
    private abstract static class Reading implements KeyValueStore {
        private final KeyValueStore store;

        Reading(KeyValueStore store) {
            this.store = store;
        }

        abstract void before();

        @Override
        public Page<Item> read(RecordId record, Slice slice, Deadline deadline) {
            before();
            return store.read(record, slice, deadline);
        }

        @Override
        public Page<RecordId> records(
                NamespaceRef of, Segment segment, Slice slice, Deadline deadline) {
            return store.records(of, segment, slice, deadline);
        }

        @Override
        public void put(RecordId record, List<Item> items, Deadline deadline) {
            store.put(record, items, deadline);
        }

        @Override
        public void delete(RecordId record, KeyRange range, Version version, Deadline deadline) {
            store.delete(record, range, version, deadline);
        }
    }
}
