package io.quarry.stores.contract;

import static io.quarry.stores.contract.Samples.item;
import static io.quarry.stores.contract.Samples.key;
import static io.quarry.stores.contract.Samples.now;
import static io.quarry.stores.contract.Samples.soon;
import static io.quarry.stores.contract.Samples.text;
import static io.quarry.stores.contract.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.stores.spi.Attempt;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Condition;
import io.quarry.stores.spi.ConditionalStore;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.KeyRange;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Provisioner;
import io.quarry.stores.spi.RecordId;
import io.quarry.stores.spi.Segment;
import io.quarry.stores.spi.Slice;
import io.quarry.stores.spi.Standing;
import io.quarry.stores.spi.StoreException;
import io.quarry.stores.spi.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a {@link ConditionalStore} promises. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ConditionalStoreContract {
    private static final Condition ABSENT = new Condition.Absent();
    private static final Attempt DONE = new Attempt.Done();
    private static final int WRITERS = 16;
    private static final int INCREMENTS = 10;

    protected final TestClock clock = new TestClock();
    private final NamespaceRef namespace = Samples.namespace();
    private final long base = now();
    private RecordId record = Samples.record(namespace);

    /** The store under test; expires by {@link #clock}. */
    protected abstract ConditionalStore store();

    /** The same, as another process reaches it. */
    protected abstract ConditionalStore otherStore();

    /** The store of the same shard that knows no conditions. */
    protected abstract KeyValueStore unconditional();

    protected abstract Provisioner provisioner();

    /** Lets go of what the store holds open; nothing for most. */
    protected void close() {}

    @BeforeAll
    void makeNamespace() {
        provisioner().ensure(namespace, Layout.conditional(), soon());
    }

    @AfterAll
    void dropNamespace() {
        try {
            provisioner().drop(namespace, soon());
        } finally {
            close();
        }
    }

    @BeforeEach
    void begin() {
        clock.reset();
        record = Samples.record(namespace);
    }

    private Version at(long after) {
        return version(base + after);
    }

    private Attempt put(String value, Version version, Condition condition) {
        return store().put(record, item("k", value, version), condition, soon());
    }

    private Attempt delete(Version version, Version there) {
        return store().delete(record, key("k"), version, new Condition.Is(there), soon());
    }

    private @Nullable Item read() {
        List<Item> items = store().read(record, Slice.of(key("k"), Include.VALUES), soon()).items();
        return items.isEmpty() ? null : items.getFirst();
    }

    private String value() {
        Item item = read();
        return item == null ? "absent" : text(item);
    }

    private static Condition is(Version version) {
        return new Condition.Is(version);
    }

    private static Attempt refused(Version found, boolean live) {
        return new Attempt.Refused(new Standing(found, live));
    }

    @Test
    void an_item_is_created_once() {
        assertThat(put("first", at(1), ABSENT)).isEqualTo(DONE);
        assertThat(put("second", at(2), ABSENT)).isEqualTo(refused(at(1), true));
        assertThat(read()).isEqualTo(item("k", "first", at(1)));
    }

    @Test
    void an_item_is_replaced_and_deleted_by_the_version_that_is_there() {
        put("one", at(1), ABSENT);
        assertThat(put("two", at(2), is(at(1)))).isEqualTo(DONE);
        assertThat(put("three", at(3), is(at(1)))).isEqualTo(refused(at(2), true));
        assertThat(value()).isEqualTo("two");
        assertThat(delete(at(4), at(1))).isEqualTo(refused(at(2), true));
        assertThat(delete(at(4), at(2))).isEqualTo(DONE);
        assertThat(value()).isEqualTo("absent");
    }

    @Test
    void what_is_not_there_has_no_version() {
        assertThat(put("one", at(2), is(at(1)))).isEqualTo(new Attempt.Refused(null));
        assertThat(delete(at(2), at(1))).isEqualTo(new Attempt.Refused(null));
        assertThat(value()).isEqualTo("absent");
    }

    @Test
    void a_version_is_generation_and_nonce() {
        put("one", new Version(base, 1), ABSENT);
        assertThat(put("two", at(1), is(new Version(base, 2))))
                .isEqualTo(refused(new Version(base, 1), true));
        assertThat(put("two", at(1), is(new Version(base, 1)))).isEqualTo(DONE);
    }

    @Test
    void a_repeated_write_is_done_and_has_one_effect() {
        for (int i = 0; i < 3; i++) {
            assertThat(put("one", at(1), ABSENT)).isEqualTo(DONE);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(put("two", at(2), is(at(1)))).isEqualTo(DONE);
        }
        assertThat(read()).isEqualTo(item("k", "two", at(2)));
        for (int i = 0; i < 3; i++) {
            assertThat(delete(at(3), at(2))).isEqualTo(DONE);
        }
        assertThat(value()).isEqualTo("absent");
    }

    @Test
    void a_repetition_that_comes_after_other_writes_is_refused() {
        put("one", at(1), ABSENT);
        put("two", at(2), is(at(1)));
        put("three", at(3), is(at(2)));
        assertThat(put("one", at(1), ABSENT)).isEqualTo(refused(at(3), true));
        assertThat(put("two", at(2), is(at(1)))).isEqualTo(refused(at(3), true));
        assertThat(value()).isEqualTo("three");
    }

    @Test
    void a_late_write_does_not_bring_back_what_was_deleted() {
        put("one", at(1), ABSENT);
        delete(at(5), at(1));
        assertThat(put("late", at(1), ABSENT)).isEqualTo(refused(at(5), false));
        assertThat(put("late", at(4), ABSENT)).isEqualTo(refused(at(5), false));
        assertThat(put("same generation", new Version(base + 5, 9), ABSENT))
                .isEqualTo(refused(at(5), false));
        assertThat(put("late", at(6), is(at(1)))).isEqualTo(refused(at(5), false));
        assertThat(put("late", at(6), is(at(5)))).isEqualTo(refused(at(5), false));
        assertThat(value()).isEqualTo("absent");
        assertThat(put("again", at(6), ABSENT)).isEqualTo(DONE);
        assertThat(value()).isEqualTo("again");
    }

    @Test
    void versions_only_rise() {
        put("one", at(5), ABSENT);
        assertThat(put("older", at(4), is(at(5)))).isEqualTo(refused(at(5), true));
        assertThat(delete(at(4), at(5))).isEqualTo(refused(at(5), true));
        assertThat(put("one", at(5), is(at(5)))).isEqualTo(DONE);
        assertThat(value()).isEqualTo("one");
    }

    @Test
    void an_item_that_expired_is_absent_and_its_version_is_remembered() {
        Instant expiresAt = clock.instant().plusSeconds(600);
        store().put(record, item("k", "brief", at(5), expiresAt), ABSENT, soon());
        assertThat(put("early", at(6), ABSENT)).isEqualTo(refused(at(5), true));
        clock.advance(Duration.ofMinutes(11));
        assertThat(value()).isEqualTo("absent");
        assertThat(put("next", at(6), is(at(5)))).isEqualTo(refused(at(5), false));
        assertThat(delete(at(6), at(5))).isEqualTo(refused(at(5), false));
        assertThat(put("late", at(4), ABSENT)).isEqualTo(refused(at(5), false));
        assertThat(put("next", at(6), ABSENT)).isEqualTo(DONE);
        assertThat(value()).isEqualTo("next");
    }

    @Test
    void an_item_that_never_expires_may_follow_one_that_does() {
        store().put(
                        record,
                        item("k", "brief", at(1), clock.instant().plusSeconds(600)),
                        ABSENT,
                        soon());
        assertThat(put("stays", at(2), is(at(1)))).isEqualTo(DONE);
        clock.advance(Duration.ofDays(1));
        assertThat(read()).isEqualTo(item("k", "stays", at(2)));
    }

    @Test
    void pages_and_lists_show_what_is_there() {
        for (int i = 0; i < 5; i++) {
            Item item = item("k" + i, "v" + i, at(1));
            assertThat(store().put(record, item, ABSENT, soon())).isEqualTo(DONE);
        }
        store().delete(record, key("k3"), at(2), new Condition.Is(at(1)), soon());
        Slice slice = new Slice(KeyRange.all(), null, true, 3, 1 << 20, Include.VALUES);
        assertThat(store().read(record, slice, soon()).items())
                .extracting(Samples::text)
                .containsExactly("v4", "v2", "v1");
        KeyRange some = KeyRange.keys(List.of(key("k1"), key("k3"), key("k4")));
        assertThat(
                        store().read(record, Slice.first(some, 9, 1 << 20, Include.KEYS), soon())
                                .items())
                .extracting(item -> item.key().utf8())
                .containsExactly("k1", "k4");
        RecordId gone = Samples.record(namespace);
        store().put(gone, item("k", "v", at(1)), ABSENT, soon());
        store().delete(gone, key("k"), at(2), new Condition.Is(at(1)), soon());
        assertThat(records()).contains(record).doesNotContain(gone);
    }

    private List<RecordId> records() {
        Slice all = Slice.first(KeyRange.all(), 1_000, 1 << 20, Include.KEYS);
        return store().records(namespace, Segment.WHOLE, all, soon()).items();
    }

    @Test
    void keys_and_values_are_any_bytes() {
        Bytes key = Bytes.of(new byte[] {0, -1});
        Item item = new Item(key, Samples.utf8(""), "a/b", java.util.Map.of("n", "v"), at(1), null);
        assertThat(store().put(record, item, ABSENT, soon())).isEqualTo(DONE);
        assertThat(store().read(record, Slice.of(key, Include.VALUES), soon()).items())
                .containsExactly(item);
    }

    @Test
    void of_writers_on_one_condition_one_is_carried_out() throws Exception {
        put("base", at(1), ABSENT);
        List<Attempt> attempts = new ArrayList<>();
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<Attempt>> all =
                    IntStream.range(0, WRITERS)
                            .mapToObj(
                                    i ->
                                            writers.submit(
                                                    () -> repeated(i, "w" + i, at(2 + i), at(1))))
                            .toList();
            for (Future<Attempt> one : all) {
                attempts.add(one.get());
            }
        }
        assertThat(attempts).filteredOn(DONE::equals).hasSize(1);
        assertThat(value()).isEqualTo("w" + attempts.indexOf(DONE));
    }

    @Test
    void writers_that_increment_one_item_lose_no_update() throws Exception {
        put("0", at(0), ABSENT);
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                all.add(writers.submit(() -> increment(writer)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(value()).isEqualTo(Integer.toString(WRITERS * INCREMENTS));
    }

    /**
     * As a client does it: read, write on what was read, and begin again where that was refused.
     */
    private void increment(int writer) {
        Deadline patience = Deadline.after(Duration.ofMinutes(3));
        for (int done = 0; done < INCREMENTS && !patience.expired(); ) {
            Item there =
                    reader(writer)
                            .read(record, Slice.of(key("k"), Include.VALUES), soon())
                            .items()
                            .getFirst();
            Version mine = new Version(there.version().generation() + 1, writer);
            String next = Integer.toString(Integer.parseInt(text(there)) + 1);
            if (repeated(writer, next, mine, there.version()).equals(DONE)) {
                done++;
            }
        }
    }

    private ConditionalStore reader(int writer) {
        return writer % 2 == 0 ? store() : otherStore();
    }

    /** Where it is open what came of a write, its repetition tells. */
    private Attempt repeated(int writer, String value, Version mine, Version there) {
        Deadline patience = Deadline.after(Duration.ofMinutes(1));
        while (true) {
            try {
                Deadline brief = Deadline.after(Duration.ofSeconds(5));
                return reader(writer)
                        .put(record, item("k", value, mine), new Condition.Is(there), brief);
            } catch (StoreException.TimedOut open) {
                if (patience.expired()) {
                    throw open;
                }
            }
        }
    }

    @Test
    void a_store_without_conditions_finds_no_structure_here() {
        assertThatThrownBy(
                        () ->
                                unconditional()
                                        .put(record, List.of(item("k", "plain", at(9))), soon()))
                .isInstanceOf(StoreException.Missing.class);
        assertThatThrownBy(() -> unconditional().delete(record, KeyRange.all(), at(9), soon()))
                .isInstanceOf(StoreException.Missing.class);
    }

    @Test
    void a_structure_without_conditions_is_none_for_this_store() {
        NamespaceRef plain = Samples.namespace();
        provisioner().ensure(plain, Layout.keyValue(), soon());
        try {
            RecordId there = Samples.record(plain);
            assertThatThrownBy(() -> store().put(there, item("k", "v", at(1)), ABSENT, soon()))
                    .isInstanceOf(StoreException.Missing.class);
            assertThatThrownBy(() -> store().read(there, Slice.of(key("k"), Include.KEYS), soon()))
                    .isInstanceOf(StoreException.Missing.class);
        } finally {
            provisioner().drop(plain, soon());
        }
    }

    @Test
    void a_deadline_that_has_passed_is_a_time_out() {
        Deadline over = Deadline.after(Duration.ZERO);
        assertThatThrownBy(() -> store().put(record, item("k", "v", at(1)), ABSENT, over))
                .isInstanceOf(StoreException.TimedOut.class);
        assertThat(value()).isEqualTo("absent");
    }
}
