package io.quarry.stores.contract;

import static io.quarry.stores.contract.Samples.item;
import static io.quarry.stores.contract.Samples.key;
import static io.quarry.stores.contract.Samples.now;
import static io.quarry.stores.contract.Samples.soon;
import static io.quarry.stores.contract.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Provisioner;
import io.quarry.stores.spi.RecordId;
import io.quarry.stores.spi.Slice;
import io.quarry.stores.spi.StoreException;
import io.quarry.stores.spi.TimeSlice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a {@code Provisioner} promises. */
public abstract class ProvisionerContract {
    private static final Duration DAY = Duration.ofDays(1);

    private final NamespaceRef first = Samples.namespace();
    private final NamespaceRef second = new NamespaceRef(first.uid(), 12);

    protected abstract Provisioner provisioner();

    /** Another one of the same shard, as a second worker has it. */
    protected abstract Provisioner otherProvisioner();

    protected abstract KeyValueStore store();

    @AfterEach
    void drop() {
        provisioner().drop(first, soon());
        provisioner().drop(second, soon());
    }

    /** Everything that a namespace may be. */
    static Stream<Layout> layouts() {
        Instant now = Instant.now();
        return Stream.of(
                Layout.keyValue(),
                Layout.conditional(),
                Layout.counter(),
                new Layout.TimeSeries(
                        now.minusSeconds(3_600),
                        now.plus(Duration.ofDays(1)),
                        Duration.ofDays(1),
                        Duration.ofHours(1),
                        2));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void ensuring_and_dropping_twice_is_like_once(Layout layout) {
        assertThat(provisioner().exists(first, soon())).isFalse();
        provisioner().drop(first, soon());
        for (int i = 0; i < 2; i++) {
            provisioner().ensure(first, layout, soon());
            assertThat(provisioner().exists(first, soon())).isTrue();
            assertThat(provisioner().list(first.uid(), soon())).containsExactly(first);
        }
        for (int i = 0; i < 2; i++) {
            provisioner().drop(first, soon());
            assertThat(provisioner().exists(first, soon())).isFalse();
            assertThat(provisioner().list(first.uid(), soon())).isEmpty();
        }
    }

    @Test
    void slices_are_made_where_they_are_missing_and_dropped_one_by_one() {
        Instant day = Instant.parse("2026-01-01T00:00:00Z");
        provisioner().ensure(first, days(day, 2), soon());
        provisioner().ensure(second, days(day, 2), soon());
        TimeSlice oldest = new TimeSlice(day, day.plus(DAY));
        TimeSlice next = new TimeSlice(oldest.to(), oldest.to().plus(DAY));
        assertThat(provisioner().slices(first, soon())).containsExactly(oldest, next);
        provisioner().ensure(first, days(day.plus(DAY), 2), soon());
        TimeSlice newest = new TimeSlice(next.to(), next.to().plus(DAY));
        assertThat(provisioner().slices(first, soon())).containsExactly(oldest, next, newest);
        for (int i = 0; i < 2; i++) {
            provisioner().dropSlice(first, oldest, soon());
            assertThat(otherProvisioner().slices(first, soon())).containsExactly(next, newest);
        }
        assertThat(provisioner().slices(second, soon())).containsExactly(oldest, next);
        provisioner().dropSlice(first, next, soon());
        provisioner().dropSlice(first, newest, soon());
        assertThat(provisioner().exists(first, soon())).isFalse();
    }

    @Test
    void what_is_no_series_has_no_slices() {
        assertThat(provisioner().slices(first, soon())).isEmpty();
        provisioner().ensure(first, Layout.counter(), soon());
        assertThat(provisioner().slices(first, soon())).isEmpty();
        provisioner()
                .dropSlice(first, new TimeSlice(Instant.EPOCH, Instant.EPOCH.plus(DAY)), soon());
        assertThat(provisioner().exists(first, soon())).isTrue();
    }

    private static Layout days(Instant from, int days) {
        return new Layout.TimeSeries(
                from, from.plus(DAY.multipliedBy(days)), DAY, Duration.ofHours(1), 1);
    }

    @Test
    void ensuring_again_keeps_the_data() {
        RecordId record = new RecordId(first, key("r"));
        provisioner().ensure(first, Layout.keyValue(), soon());
        store().put(record, List.of(item("k", "v", version(now()))), soon());
        provisioner().ensure(first, Layout.keyValue(), soon());
        assertThat(store().read(record, Slice.of(key("k"), Include.VALUES), soon()).items())
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void epochs_are_structures_of_their_own(Layout layout) {
        provisioner().ensure(second, layout, soon());
        provisioner().ensure(first, layout, soon());
        assertThat(provisioner().list(first.uid(), soon())).containsExactly(first, second);
        assertThat(provisioner().list(soon())).contains(first, second);
        provisioner().drop(first, soon());
        assertThat(provisioner().list(first.uid(), soon())).containsExactly(second);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void what_is_anothers_stays(Layout layout) {
        NamespaceRef other = Samples.namespace();
        provisioner().ensure(other, layout, soon());
        provisioner().ensure(first, layout, soon());
        provisioner().drop(first, soon());
        assertThat(provisioner().list(soon())).contains(other).doesNotContain(first);
        provisioner().drop(other, soon());
        assertThat(provisioner().exists(other, soon())).isFalse();
    }

    @Test
    void two_workers_may_make_the_same_structure_at_once() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> made =
                    IntStream.range(0, 6)
                            .mapToObj(
                                    i ->
                                            CompletableFuture.runAsync(
                                                    () ->
                                                            (i % 2 == 0
                                                                            ? provisioner()
                                                                            : otherProvisioner())
                                                                    .ensure(
                                                                            first,
                                                                            Layout.keyValue(),
                                                                            soon()),
                                                    threads))
                            .toList();
            made.forEach(CompletableFuture::join);
        }
        RecordId record = new RecordId(first, key("r"));
        store().put(record, List.of(item("k", "v", version(now()))), soon());
        assertThat(store().read(record, Slice.of(key("k"), Include.VALUES), soon()).items())
                .hasSize(1);
    }

    @Test
    void what_holds_no_records_is_missing_to_those_who_ask_for_records() {
        provisioner().ensure(first, Layout.counter(), soon());
        RecordId record = new RecordId(first, key("r"));
        assertThatThrownBy(() -> store().read(record, Slice.of(key("k"), Include.VALUES), soon()))
                .isInstanceOf(StoreException.Missing.class);
    }

    @Test
    void a_store_that_used_a_structure_notices_that_it_is_gone_and_back() {
        RecordId record = new RecordId(first, key("r"));
        provisioner().ensure(first, Layout.keyValue(), soon());
        store().put(record, List.of(item("k", "v", version(now()))), soon());
        provisioner().drop(first, soon());
        assertThatThrownBy(
                        () -> store().put(record, List.of(item("k", "v", version(now()))), soon()))
                .isInstanceOf(StoreException.Missing.class);
        assertThatThrownBy(() -> store().read(record, Slice.of(key("k"), Include.VALUES), soon()))
                .isInstanceOf(StoreException.Missing.class);
        provisioner().ensure(first, Layout.keyValue(), soon());
        assertThat(store().read(record, Slice.of(key("k"), Include.VALUES), soon()).items())
                .isEmpty();
        store().put(record, List.of(item("k", "again", version(now()))), soon());
        assertThat(store().read(record, Slice.of(key("k"), Include.VALUES), soon()).items())
                .hasSize(1);
    }
}
