package io.quarry.stores.contract;

import static io.quarry.stores.contract.Samples.soon;
import static io.quarry.stores.contract.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.stores.spi.CacheKey;
import io.quarry.stores.spi.CacheSpace;
import io.quarry.stores.spi.CacheStore;
import io.quarry.stores.spi.CacheStore.Condition;
import io.quarry.stores.spi.CacheStore.Count;
import io.quarry.stores.spi.CacheStore.Lookup;
import io.quarry.stores.spi.CacheStore.Outcome;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a {@code CacheStore} promises while all of its nodes answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class CacheStoreContract {
    private static final Condition ALWAYS = new Condition.Always();
    private static final Condition ABSENT = new Condition.Absent();
    private static final Condition PRESENT = new Condition.Present();

    protected final CacheSpace space = new CacheSpace(Samples.namespace(), 1, 1);
    private int keys;

    /** The store under test; expires by the real time. */
    protected abstract CacheStore store();

    @Test
    void a_value_comes_back_as_it_was_written() {
        byte[] value = new byte[100_000];
        new Random(3).nextBytes(value);
        CacheKey key = fresh();
        assertThat(put(key, ByteBuffer.wrap(value), ALWAYS)).isEqualTo(Outcome.DONE);
        assertThat(hit(key).value()).isEqualTo(ByteBuffer.wrap(value));
    }

    @Test
    void a_value_is_what_lies_between_position_and_limit() {
        ByteBuffer buffer = utf8("abcdef").position(2).limit(4);
        CacheKey key = fresh();
        Outcome _ = put(key, buffer, ALWAYS);
        assertThat(text(key)).isEqualTo("cd");
        assertThat(buffer.position()).isEqualTo(2);
    }

    @Test
    void an_empty_value_is_a_hit() {
        CacheKey key = fresh();
        Outcome _ = put(key, utf8(""), ALWAYS);
        assertThat(text(key)).isEmpty();
    }

    @Test
    void the_largest_value_is_held_and_a_larger_one_refused() {
        CacheKey key = space.key("k".repeat(CacheKey.MAX_NAME));
        byte[] largest = new byte[CacheStore.MAX_VALUE_BYTES];
        new Random(5).nextBytes(largest);
        Outcome _ = put(key, ByteBuffer.wrap(largest), ALWAYS);
        assertThat(hit(key).value()).isEqualTo(ByteBuffer.wrap(largest));
        ByteBuffer larger = ByteBuffer.allocate(CacheStore.MAX_VALUE_BYTES + 1);
        assertThatThrownBy(() -> put(key, larger, ALWAYS))
                .isInstanceOf(StoreException.Rejected.class);
    }

    @Test
    void what_was_never_written_is_a_miss() {
        CacheKey key = fresh();
        assertThat(one(key)).isEqualTo(new Lookup.Miss());
        assertThat(put(key, utf8("x"), PRESENT)).isEqualTo(Outcome.ABSENT);
        assertThat(put(key, utf8("x"), new Condition.Unchanged(1))).isEqualTo(Outcome.ABSENT);
        assertThat(store().append(key, utf8("x"), soon())).isEqualTo(Outcome.ABSENT);
        assertThat(store().touch(List.of(key), null, soon())).isEqualTo(Outcome.ABSENT);
        assertThat(store().delete(key, soon())).isEqualTo(Outcome.ABSENT);
        assertThat(store().increment(key, 1, soon())).isEqualTo(new Count.Absent());
        assertThat(one(key)).isEqualTo(new Lookup.Miss());
    }

    @Test
    void a_condition_decides_by_what_is_there() {
        CacheKey key = fresh();
        assertThat(put(key, utf8("a"), ABSENT)).isEqualTo(Outcome.DONE);
        assertThat(put(key, utf8("b"), ABSENT)).isEqualTo(Outcome.PRESENT);
        assertThat(text(key)).isEqualTo("a");
        assertThat(put(key, utf8("c"), PRESENT)).isEqualTo(Outcome.DONE);
        assertThat(text(key)).isEqualTo("c");
    }

    @Test
    void what_was_written_meanwhile_is_not_overwritten() {
        CacheKey key = fresh();
        Outcome _ = put(key, utf8("a"), ALWAYS);
        long before = hit(key).cas();
        Condition unchanged = new Condition.Unchanged(before);
        assertThat(put(key, utf8("b"), unchanged)).isEqualTo(Outcome.DONE);
        assertThat(put(key, utf8("c"), unchanged)).isEqualTo(Outcome.PRESENT);
        assertThat(store().deleteUnchanged(key, before, soon())).isEqualTo(Outcome.PRESENT);
        assertThat(text(key)).isEqualTo("b");
        long now = hit(key).cas();
        assertThat(store().deleteUnchanged(key, now, soon())).isEqualTo(Outcome.DONE);
        assertThat(store().deleteUnchanged(key, now, soon())).isEqualTo(Outcome.ABSENT);
        assertThat(one(key)).isEqualTo(new Lookup.Miss());
    }

    @Test
    void of_many_that_compare_and_set_one_wins() throws Exception {
        CacheKey key = fresh();
        Outcome _ = put(key, utf8("begin"), ALWAYS);
        Condition unchanged = new Condition.Unchanged(hit(key).cas());
        List<Outcome> outcomes = together(16, number -> put(key, utf8("by " + number), unchanged));
        assertThat(Collections.frequency(outcomes, Outcome.DONE)).isEqualTo(1);
        assertThat(text(key)).isEqualTo("by " + outcomes.indexOf(Outcome.DONE));
    }

    @Test
    void what_is_appended_stands_at_the_end() {
        CacheKey key = fresh();
        Outcome _ = put(key, utf8("a"), ALWAYS);
        long before = hit(key).cas();
        assertThat(store().append(key, utf8("bc"), soon())).isEqualTo(Outcome.DONE);
        assertThat(text(key)).isEqualTo("abc");
        assertThat(hit(key).cas()).isNotEqualTo(before);
    }

    @Test
    void a_deleted_entry_is_a_miss() {
        CacheKey key = fresh();
        Outcome _ = put(key, utf8("a"), ALWAYS);
        assertThat(store().delete(key, soon())).isEqualTo(Outcome.DONE);
        assertThat(one(key)).isEqualTo(new Lookup.Miss());
    }

    @Test
    void an_entry_ends_with_its_lifetime_and_a_touched_one_does_not() {
        CacheKey ends = fresh();
        CacheKey touched = fresh();
        Duration second = Duration.ofSeconds(1);
        for (CacheKey key : List.of(ends, touched)) {
            assertThat(store().put(key, utf8("v"), ALWAYS, Duration.ofSeconds(2), soon()))
                    .isEqualTo(Outcome.DONE);
        }
        assertThat(store().touch(List.of(touched), Duration.ofHours(1), soon()))
                .isEqualTo(Outcome.DONE);
        Deadline deadline = Deadline.after(second.multipliedBy(5));
        while (one(ends) instanceof Lookup.Hit) {
            assertThat(deadline.expired()).as("it has not ended in five seconds").isFalse();
            Thread.onSpinWait();
        }
        assertThat(one(ends)).isEqualTo(new Lookup.Miss());
        assertThat(text(touched)).isEqualTo("v");
    }

    /** memcached takes what is above 30 days for a point in time, long ago. */
    @ParameterizedTest
    @ValueSource(ints = {1, 29, 30, 31, 365, 3_650, 36_500})
    void an_entry_lives_for_days(int days) {
        CacheKey key = fresh();
        Duration lifetime = Duration.ofDays(days);
        assertThat(store().put(key, utf8("v"), ALWAYS, lifetime, soon())).isEqualTo(Outcome.DONE);
        assertThat(text(key)).isEqualTo("v");
        assertThat(store().touch(List.of(key), lifetime.plusSeconds(1), soon()))
                .isEqualTo(Outcome.DONE);
        assertThat(text(key)).isEqualTo("v");
    }

    @Test
    void a_lifetime_below_a_second_is_not_for_ever() {
        CacheKey key = fresh();
        assertThat(store().put(key, utf8("v"), ALWAYS, Duration.ofMillis(1), soon()))
                .isEqualTo(Outcome.DONE);
        Deadline deadline = Deadline.after(Duration.ofSeconds(4));
        while (one(key) instanceof Lookup.Hit) {
            assertThat(deadline.expired()).as("it has not ended in four seconds").isFalse();
            Thread.onSpinWait();
        }
    }

    @Test
    void a_number_is_added_to_and_stops_at_zero() {
        CacheKey key = fresh();
        Outcome _ = put(key, utf8("10"), ALWAYS);
        assertThat(store().increment(key, 5, soon())).isEqualTo(new Count.Now(15));
        assertThat(store().increment(key, -14, soon())).isEqualTo(new Count.Now(1));
        assertThat(text(key).strip()).isEqualTo("1");
        assertThat(store().increment(key, -14, soon())).isEqualTo(new Count.Now(0));
        assertThat(store().increment(key, Long.MAX_VALUE, soon()))
                .isEqualTo(new Count.Now(Long.MAX_VALUE));
        assertThat(store().increment(key, Long.MAX_VALUE, soon())).isEqualTo(new Count.Now(-2));
        assertThat(store().increment(key, 3, soon())).isEqualTo(new Count.Now(1));
    }

    @Test
    void what_is_no_number_stays_as_it_is() {
        CacheKey key = fresh();
        Outcome _ = put(key, utf8("ten"), ALWAYS);
        for (int i = 0; i < 3; i++) {
            assertThat(store().increment(key, 1, soon())).isEqualTo(new Count.NotANumber());
            assertThat(text(key)).isEqualTo("ten");
        }
    }

    @Test
    void no_increment_is_lost() throws Exception {
        CacheKey key = fresh();
        Outcome _ = put(key, utf8("0"), ALWAYS);
        List<Count> _ =
                together(
                        8,
                        _ -> {
                            Count last = new Count.Absent();
                            for (int i = 0; i < 50; i++) {
                                last = store().increment(key, 1, soon());
                            }
                            return last;
                        });
        assertThat(store().increment(key, 0, soon())).isEqualTo(new Count.Now(400));
    }

    @Test
    void many_keys_are_asked_for_at_once_and_answered_in_their_order() {
        Map<CacheKey, ByteBuffer> values = new LinkedHashMap<>();
        for (int i = 0; i < 1_000; i++) {
            values.put(fresh(), utf8("value " + i));
        }
        store().putAll(values, Duration.ofHours(1), soon());
        List<CacheKey> asked = new ArrayList<>(values.keySet());
        asked.add(3, fresh());
        asked.add(asked.getFirst());
        Collections.reverse(asked);
        List<Lookup> found = store().get(asked, soon());
        assertThat(found).hasSameSizeAs(asked);
        for (int i = 0; i < asked.size(); i++) {
            ByteBuffer value = values.get(asked.get(i));
            if (value == null) {
                assertThat(found.get(i)).isEqualTo(new Lookup.Miss());
            } else {
                assertThat(((Lookup.Hit) found.get(i)).value()).isEqualTo(value);
            }
        }
        assertThat(store().get(List.of(), soon())).isEmpty();
    }

    @Test
    void many_keys_are_touched_at_once_if_all_are_there() {
        CacheKey there = fresh();
        Outcome _ = put(there, utf8("v"), ALWAYS);
        Duration hour = Duration.ofHours(1);
        assertThat(store().touch(List.of(there), hour, soon())).isEqualTo(Outcome.DONE);
        assertThat(store().touch(List.of(there, fresh()), hour, soon())).isEqualTo(Outcome.ABSENT);
    }

    @Test
    void spaces_share_nothing() {
        Outcome _ = put(space.key("k"), utf8("mine"), ALWAYS);
        List<CacheSpace> others =
                List.of(
                        new CacheSpace(Samples.namespace(), 1, 1),
                        new CacheSpace(space.namespace(), 2, 1),
                        new CacheSpace(space.namespace(), 1, 2),
                        new CacheSpace(space.namespace(), 11, 1));
        for (CacheSpace other : others) {
            assertThat(one(other.key("k"))).isEqualTo(new Lookup.Miss());
        }
        assertThat(text(space.key("k"))).isEqualTo("mine");
    }

    @Test
    void a_deadline_that_is_over_is_no_miss() {
        CacheKey key = fresh();
        Outcome _ = put(key, utf8("v"), ALWAYS);
        Deadline over = Deadline.after(Duration.ZERO);
        assertThatThrownBy(() -> store().put(key, utf8("w"), ALWAYS, null, over))
                .isInstanceOf(StoreException.TimedOut.class);
        assertThatThrownBy(() -> store().delete(key, over))
                .isInstanceOf(StoreException.TimedOut.class);
        try {
            assertThat(store().get(List.of(key), over).getFirst())
                    .isInstanceOfSatisfying(
                            Lookup.Failed.class,
                            failed ->
                                    assertThat(failed.cause())
                                            .isInstanceOf(StoreException.TimedOut.class));
        } catch (StoreException.TimedOut e) {
            assertThat(e).hasMessageContaining("deadline");
        }
        assertThat(text(key)).isEqualTo("v");
    }

    protected final CacheKey fresh() {
        return space.key("k" + ++keys);
    }

    private Outcome put(CacheKey key, ByteBuffer value, Condition condition) {
        return store().put(key, value, condition, null, soon());
    }

    private Lookup one(CacheKey key) {
        return store().get(List.of(key), soon()).getFirst();
    }

    private Lookup.Hit hit(CacheKey key) {
        Lookup found = one(key);
        assertThat(found).isInstanceOf(Lookup.Hit.class);
        return (Lookup.Hit) found;
    }

    private String text(CacheKey key) {
        return StandardCharsets.UTF_8.decode(hit(key).value()).toString();
    }

    private interface Numbered<T> {
        T call(int number) throws Exception;
    }

    private static <T> List<T> together(int callers, Numbered<T> work) throws Exception {
        List<Callable<T>> calls = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            int number = i;
            calls.add(() -> work.call(number));
        }
        List<T> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }
}
