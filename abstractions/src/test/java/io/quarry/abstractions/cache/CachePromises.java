package io.quarry.abstractions.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.abstractions.token.Token;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.CacheStore.Count;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the cache promises of its calls, on any store. */
abstract class CachePromises extends CacheWorld {
    private static final Bytes KEY = Bytes.ofUtf8("k");

    /** Tokens of one moment are microseconds apart. */
    private static final Duration A_MINUTE_OVER = Duration.ofMinutes(1).plusMillis(1);

    @Test
    void cache_1_what_is_set_is_got_with_all_that_belongs_to_it() {
        Map<String, String> metadata = Map.of("origin", "größe", "empty", "");
        NewEntry entry =
                new NewEntry(KEY, utf8("value"), "image/png", metadata, Duration.ofHours(1));
        Token token = done(entries().put(entry, ALWAYS, null, soon()));
        Entry found = entries().get(KEY, soon());
        assertThat(found).isNotNull();
        assertThat(found.value()).isEqualTo(utf8("value"));
        assertThat(found.contentType()).isEqualTo("image/png");
        assertThat(found.metadata()).isEqualTo(metadata);
        assertThat(found.token()).isEqualTo(token);
        assertThat(found.expiresAt())
                .isEqualTo(
                        Instant.EPOCH
                                .plus(token.generation(), ChronoUnit.MICROS)
                                .plus(Duration.ofHours(1)));
    }

    @Test
    void cache_1_hit_miss_and_error_are_distinct() {
        put("k", "");
        assertThat(text("k")).isEmpty();
        assertThat(entries().get(Bytes.ofUtf8("other"), soon())).isNull();
        Deadline over = Deadline.after(Duration.ZERO);
        assertThatThrownBy(() -> entries().get(KEY, over))
                .isInstanceOf(StoreException.TimedOut.class);
    }

    @Test
    void cache_1_add_replace_and_cas_look_at_what_is_there() {
        assertThat(put("k", "a", PRESENT, null)).isEqualTo(new Written.ConditionFailed(null));
        Token first = done(put("k", "a", ABSENT, null));
        assertThat(put("k", "b", ABSENT, null)).isEqualTo(new Written.ConditionFailed(first));
        Token second = done(put("k", "c", PRESENT, null));
        assertThat(text("k")).isEqualTo("c");
        assertThat(put("k", "d", new Condition.WrittenBy(first), null))
                .isEqualTo(new Written.ConditionFailed(second));
        Token third = done(put("k", "e", new Condition.WrittenBy(second), null));
        assertThat(text("k")).isEqualTo("e");
        assertThat(entries().delete(KEY, new Condition.WrittenBy(second), null, soon()))
                .isEqualTo(new Written.ConditionFailed(third));
        done(entries().delete(KEY, new Condition.WrittenBy(third), null, soon()));
        assertThat(text("k")).isNull();
        assertThat(entries().delete(KEY, new Condition.WrittenBy(third), null, soon()))
                .isEqualTo(new Written.ConditionFailed(null));
    }

    @Test
    void cache_1_of_many_that_compare_and_set_one_wins() throws Exception {
        Condition begun = new Condition.WrittenBy(token("k", "begin"));
        List<Written> written = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Written>> calls = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String value = "by " + i;
                calls.add(threads.submit(() -> put("k", value, begun, null)));
            }
            for (Future<Written> call : calls) {
                written.add(call.get());
            }
        }
        assertThat(written).filteredOn(Written.Done.class::isInstance).hasSize(1);
        assertThat(written).filteredOn(Written.ConditionFailed.class::isInstance).hasSize(15);
    }

    @Test
    void cache_1_append_adds_to_the_end_and_changes_the_token() {
        assertThat(entries().append(KEY, utf8("x"), soon())).isEqualTo(new Written.Absent());
        Token before =
                done(entries().put(entry("k", "a", Duration.ofMinutes(1)), ALWAYS, null, soon()));
        Token after = done(entries().append(KEY, utf8("bc"), soon()));
        assertThat(text("k")).isEqualTo("abc");
        assertThat(put("k", "lost", new Condition.WrittenBy(before), null))
                .isEqualTo(new Written.ConditionFailed(after));
        clock.advance(A_MINUTE_OVER);
        assertThat(text("k")).as("its expiry stayed").isNull();
    }

    @Test
    void cache_1_no_append_is_lost() throws Exception {
        put("k", "");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Written>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(threads.submit(() -> entries().append(KEY, utf8("x"), soon())));
            }
            for (Future<Written> call : calls) {
                assertThat(call.get()).isInstanceOf(Written.Done.class);
            }
        }
        assertThat(text("k")).isEqualTo("x".repeat(20));
    }

    @Test
    void cache_1_an_entry_ends_at_its_expiry_unless_it_is_touched() {
        Duration minute = Duration.ofMinutes(1);
        for (String key : List.of("ends", "touched", "stays")) {
            done(entries().put(entry(key, "v", minute), ALWAYS, null, soon()));
        }
        Token before = entry("touched").token();
        Token after =
                done(entries().touch(Bytes.ofUtf8("touched"), minute.multipliedBy(2), soon()));
        assertThat(after).isEqualTo(before);
        done(entries().touch(Bytes.ofUtf8("stays"), null, soon()));
        clock.advance(minute.minusMillis(1));
        assertThat(text("ends")).isEqualTo("v");
        clock.advance(Duration.ofMillis(1));
        assertThat(text("ends")).isNull();
        assertThat(text("touched")).isEqualTo("v");
        clock.advance(minute);
        assertThat(text("touched")).isNull();
        assertThat(text("stays")).isEqualTo("v");
        assertThat(entries().touch(Bytes.ofUtf8("ends"), minute, soon()))
                .isEqualTo(new Written.Absent());
    }

    @Test
    void cache_1_what_has_expired_is_not_there_for_any_call() {
        Duration minute = Duration.ofMinutes(1);
        for (String key : List.of("add", "replace", "append", "number", "none")) {
            done(entries().put(entry(key, "v", minute), ALWAYS, null, soon()));
        }
        clock.advance(A_MINUTE_OVER);
        assertThat(put("replace", "w", PRESENT, null)).isEqualTo(new Written.ConditionFailed(null));
        assertThat(entries().append(Bytes.ofUtf8("append"), utf8("w"), soon()))
                .isEqualTo(new Written.Absent());
        assertThat(count("none", 1, null)).isEqualTo(new Count.Absent());
        assertThat(count("number", 1, 5L)).isEqualTo(new Count.Now(5));
        done(put("add", "w", ABSENT, null));
        assertThat(text("add")).isEqualTo("w");
    }

    @Test
    void cache_1_the_namespaces_ttl_is_for_entries_that_bring_none() {
        CacheEntries hourly = door(space, Duration.ofHours(1));
        done(hourly.put(entry("k", "v", null), ALWAYS, null, soon()));
        clock.advance(Duration.ofMinutes(59));
        assertThat(text(hourly, KEY)).isEqualTo("v");
        clock.advance(Duration.ofMinutes(1));
        assertThat(text(hourly, KEY)).isNull();
    }

    @Test
    void cache_1_the_same_token_and_an_older_one_have_no_further_effect() {
        Token newer = at(Duration.ofMillis(10), 7);
        Token older = at(Duration.ofMillis(5), 9);
        assertThat(put("k", "newer", ALWAYS, newer)).isEqualTo(new Written.Done(newer));
        assertThat(put("k", "older", ALWAYS, older)).isEqualTo(new Written.Done(older));
        assertThat(put("k", "again", ALWAYS, newer)).isEqualTo(new Written.Done(newer));
        assertThat(entries().delete(KEY, ALWAYS, older, soon())).isEqualTo(new Written.Done(older));
        assertThat(text("k")).isEqualTo("newer");
        assertThat(put("k", "added", ABSENT, newer)).isEqualTo(new Written.Done(newer));
        assertThat(entries().delete(KEY, ALWAYS, newer, soon())).isEqualTo(new Written.Done(newer));
        assertThat(text("k")).isNull();
    }

    @Test
    void cache_1_a_replayed_write_lives_no_longer_than_the_first() {
        Token token = at(Duration.ZERO, 3);
        NewEntry entry = entry("k", "v", Duration.ofMinutes(1));
        done(entries().put(entry, ALWAYS, token, soon()));
        clock.advance(Duration.ofSeconds(50));
        done(entries().delete(KEY, ALWAYS, null, soon()));
        done(entries().put(entry, ALWAYS, token, soon()));
        assertThat(text("k")).isEqualTo("v");
        clock.advance(Duration.ofSeconds(10));
        assertThat(text("k")).isNull();
    }

    @Test
    void cache_1_a_number_begins_at_its_initial_and_is_added_to() {
        assertThat(count("n", 1, null)).isEqualTo(new Count.Absent());
        assertThat(count("n", 1, 10L)).isEqualTo(new Count.Now(10));
        assertThat(count("n", 5, 10L)).isEqualTo(new Count.Now(15));
        assertThat(count("n", -14, null)).isEqualTo(new Count.Now(1));
        Entry found = entry("n");
        assertThat(text("n")).isEqualTo("1");
        assertThat(found.contentType()).isEqualTo(Entry.NUMBER);
        assertThat(found.token()).isNull();
        assertThat(count("n", -5, null)).isEqualTo(new Count.Now(0));
    }

    @Test
    void cache_1_an_entry_is_no_number_and_a_number_is_replaced_like_an_entry() {
        put("k", "12");
        assertThat(count("k", 1, 0L)).isEqualTo(new Count.NotANumber());
        assertThat(text("k")).isEqualTo("12");
        Count _ = count("n", 1, 1L);
        Bytes number = Bytes.ofUtf8("n");
        assertThat(entries().append(number, utf8("x"), soon())).isEqualTo(new Written.IsNumber());
        assertThat(put("n", "v", ABSENT, null)).isEqualTo(new Written.ConditionFailed(null));
        done(entries().touch(number, Duration.ofHours(1), soon()));
        done(put("n", "v", PRESENT, null));
        assertThat(text("n")).isEqualTo("v");
    }

    @Test
    void cache_1_no_increment_is_lost_wherever_it_begins() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Count>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                calls.add(threads.submit(() -> count("n", 1, 1L)));
            }
            for (Future<Count> call : calls) {
                assertThat(call.get()).isInstanceOf(Count.Now.class);
            }
        }
        assertThat(text("n")).isEqualTo("40");
    }

    @Test
    void cache_1_several_keys_are_answered_each_by_itself() {
        List<Bytes> asked = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            asked.add(Bytes.ofUtf8("k" + i));
            if (i % 2 == 0) {
                put("k" + i, "v" + i);
            }
        }
        List<Found> found = entries().getAll(asked, soon());
        assertThat(found).hasSize(100);
        for (int i = 0; i < 100; i++) {
            if (i % 2 == 0) {
                assertThat(found.get(i)).isInstanceOf(Found.Hit.class);
                assertThat(((Found.Hit) found.get(i)).entry().value()).isEqualTo(utf8("v" + i));
            } else {
                assertThat(found.get(i)).isEqualTo(new Found.Miss());
            }
        }
    }

    private Count count(String key, long by, @Nullable Long initial) {
        return entries().increment(Bytes.ofUtf8(key), by, initial, null, soon());
    }

    private Entry entry(String key) {
        Entry found = entries().get(Bytes.ofUtf8(key), soon());
        assertThat(found).isNotNull();
        return found;
    }
}
