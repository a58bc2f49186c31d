package io.quarry.abstractions.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.CacheKey;
import io.quarry.stores.spi.CacheSpace;
import io.quarry.stores.spi.CacheStore;
import io.quarry.stores.spi.CacheStore.Lookup;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the cache promises of keys, of values of any size, and of who sees them; on any store. */
abstract class CacheBytesPromises extends CacheWorld {
    private static final Bytes LARGE = Bytes.ofUtf8("large");
    private static final int LIMIT = CacheLimits.standard().valueBytes();

    static Stream<Bytes> keys() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        return Stream.of(
                Bytes.EMPTY,
                Bytes.ofUtf8(" "),
                Bytes.ofUtf8("two words"),
                Bytes.ofUtf8("größe"),
                Bytes.ofUtf8("k\r\nset x 0 0 1\r\n1"),
                Bytes.of(all),
                Bytes.ofUtf8("x".repeat(CacheKey.MAX_NAME - 1)),
                Bytes.ofUtf8("x".repeat(CacheKey.MAX_NAME)),
                Bytes.ofUtf8("x".repeat(250)),
                Bytes.of(random(64 * 1024)));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void cache_2_a_key_has_any_length_and_bytes(Bytes key) {
        assertThat(entries().get(key, soon())).isNull();
        done(entries().put(bytes(key, random(100)), ALWAYS, null, soon()));
        Entry found = entries().get(key, soon());
        assertThat(found).isNotNull();
        assertThat(found.key()).isEqualTo(key);
        assertThat(found.value()).isEqualTo(ByteBuffer.wrap(random(100)));
        done(entries().append(key, ByteBuffer.wrap(random(3)), soon()));
        done(entries().delete(key, ALWAYS, null, soon()));
        assertThat(entries().get(key, soon())).isNull();
    }

    @Test
    void cache_2_a_key_that_looks_like_anothers_place_is_a_key_of_its_own() {
        Bytes hashed = Bytes.ofUtf8("two words");
        done(entries().put(bytes(hashed, random(5)), ALWAYS, null, soon()));
        String place = new EntryKeys(space).of(hashed).text();
        for (int from = 0; from < place.length(); from++) {
            assertThat(text(place.substring(from))).isNull();
        }
    }

    /** Two keys of one hash cannot be found, so the place of one is filled with the other. */
    @Test
    void cache_2_a_hashed_key_is_checked_on_read() {
        Bytes mine = Bytes.ofUtf8("my key");
        Bytes other = Bytes.ofUtf8("another key");
        done(entries().put(entry("another key", "theirs", null), ALWAYS, null, soon()));
        EntryKeys keys = new EntryKeys(space);
        store().put(
                        keys.of(mine),
                        hit(keys.of(other)).value(),
                        new CacheStore.Condition.Always(),
                        null,
                        soon());
        assertThat(text("my key")).isNull();
        assertThat(text("another key")).isEqualTo("theirs");
        done(put("my key", "mine", ABSENT, null));
        assertThat(text("my key")).isEqualTo("mine");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                CacheStore.MAX_VALUE_BYTES - 100,
                CacheStore.MAX_VALUE_BYTES,
                MIB,
                MIB + 1,
                9 * Chunking.CHUNK_BYTES,
                9 * Chunking.CHUNK_BYTES + 1,
                4 * MIB
            })
    void cache_2_a_value_has_any_size_up_to_the_limit(int bytes) {
        done(entries().put(bytes(LARGE, random(bytes)), ALWAYS, null, soon()));
        Entry found = entries().get(LARGE, soon());
        assertThat(found).isNotNull();
        assertThat(found.value()).isEqualTo(ByteBuffer.wrap(random(bytes)));
    }

    @Test
    void cache_2_a_larger_value_is_refused() {
        NewEntry larger =
                new NewEntry(LARGE, ByteBuffer.allocate(LIMIT + 1), "a/b", Map.of(), null);
        assertThatThrownBy(() -> entries().put(larger, ALWAYS, null, soon()))
                .isInstanceOf(CacheRefused.TooLarge.class);
        done(entries().put(bytes(LARGE, random(LIMIT)), ALWAYS, null, soon()));
        assertThatThrownBy(() -> entries().append(LARGE, utf8("x"), soon()))
                .isInstanceOf(CacheRefused.TooLarge.class);
        Entry found = entries().get(LARGE, soon());
        assertThat(found).isNotNull();
        assertThat(found.value().remaining()).isEqualTo(LIMIT);
    }

    @Test
    void cache_2_a_value_that_lost_a_chunk_is_a_miss_and_never_a_part() {
        done(entries().put(bytes(LARGE, random(2 * MIB)), ALWAYS, null, soon()));
        List<CacheKey> chunks = chunks();
        assertThat(chunks).hasSize(17);
        CacheStore.Outcome _ = store().delete(chunks.get(11), soon());
        assertThat(entries().get(LARGE, soon())).isNull();
        assertThat(entries().getAll(List.of(LARGE), soon())).containsExactly(new Found.Miss());
        assertThat(entries().append(LARGE, utf8("x"), soon())).isEqualTo(new Written.Absent());
        assertThat(entries().touch(LARGE, Duration.ofHours(1), soon()))
                .isEqualTo(new Written.Absent());
        done(entries().put(bytes(LARGE, random(10)), ALWAYS, null, soon()));
        assertThat(entries().get(LARGE, soon())).isNotNull();
    }

    @Test
    void cache_2_a_chunk_that_is_another_is_found_out() {
        done(entries().put(bytes(LARGE, random(2 * MIB)), ALWAYS, null, soon()));
        List<CacheKey> chunks = chunks();
        ByteBuffer changed = ByteBuffer.allocate(Chunking.CHUNK_BYTES);
        store().put(chunks.get(3), changed, new CacheStore.Condition.Always(), null, soon());
        assertThat(entries().get(LARGE, soon())).isNull();
    }

    /** What a writer leaves that died before its head. */
    @Test
    void cache_2_chunks_without_a_head_are_nothing() {
        done(entries().put(entry("large", "before", null), ALWAYS, null, soon()));
        Head.Chunks _ =
                new Chunking(store(), new EntryKeys(space))
                        .write(LARGE, 7, ByteBuffer.wrap(random(2 * MIB)), null, soon());
        assertThat(text("large")).isEqualTo("before");
    }

    @Test
    void cache_2_a_large_value_is_touched_and_appended_to_like_a_small_one() {
        byte[] value = random(2 * MIB);
        NewEntry entry =
                new NewEntry(LARGE, ByteBuffer.wrap(value), "a/b", Map.of(), Duration.ofMinutes(1));
        done(entries().put(entry, ALWAYS, null, soon()));
        done(entries().touch(LARGE, Duration.ofMinutes(3), soon()));
        done(entries().append(LARGE, utf8("end"), soon()));
        clock.advance(Duration.ofMinutes(2));
        Entry found = entries().get(LARGE, soon());
        assertThat(found).isNotNull();
        assertThat(found.value().remaining()).isEqualTo(value.length + 3);
        assertThat(found.value().slice(0, value.length)).isEqualTo(ByteBuffer.wrap(value));
        clock.advance(Duration.ofMinutes(1));
        assertThat(entries().get(LARGE, soon())).isNull();
    }

    @Test
    void an_answer_for_several_keys_ends_before_it_is_too_large() {
        List<Bytes> asked = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Bytes key = Bytes.ofUtf8("k" + i);
            asked.add(key);
            done(entries().put(bytes(key, random(MIB / 2)), ALWAYS, null, soon()));
        }
        List<Found> found = entries().getAll(asked, soon());
        assertThat(found.subList(0, 8)).allMatch(Found.Hit.class::isInstance);
        assertThat(found.subList(8, 40)).allMatch(Found.Unread.class::isInstance);
    }

    @Test
    void cache_4_a_flush_or_another_ring_leads_to_nothing_that_was_there() {
        put("k", "before");
        for (CacheSpace after :
                List.of(
                        new CacheSpace(space.namespace(), 1, 2),
                        new CacheSpace(space.namespace(), 2, 1))) {
            CacheEntries flushed = door(after, null);
            assertThat(text(flushed, Bytes.ofUtf8("k"))).isNull();
            done(flushed.put(entry("k", "after", null), ABSENT, null, soon()));
            assertThat(text(flushed, Bytes.ofUtf8("k"))).isEqualTo("after");
        }
        assertThat(text("k")).isEqualTo("before");
    }

    @Test
    void cache_4_what_one_namespace_writes_no_other_can_read() {
        CacheEntries other = door(new CacheSpace(namespace(), 1, 1), null);
        for (Bytes key : keys().toList()) {
            done(entries().put(bytes(key, random(10)), ALWAYS, null, soon()));
            assertThat(other.get(key, soon())).isNull();
            done(other.delete(key, ALWAYS, null, soon()));
            assertThat(entries().get(key, soon())).isNotNull();
        }
    }

    private List<CacheKey> chunks() {
        EntryKeys keys = new EntryKeys(space);
        Head head = Objects.requireNonNull(Head.decode(hit(keys.of(LARGE)).value()));
        Head.Chunks chunks = Objects.requireNonNull(head.chunks());
        return keys.chunks(
                LARGE, chunks.attempt(), Math.ceilDiv(chunks.bytes(), Chunking.CHUNK_BYTES));
    }

    private Lookup.Hit hit(CacheKey key) {
        Lookup found = store().get(List.of(key), soon()).getFirst();
        assertThat(found).isInstanceOf(Lookup.Hit.class);
        return (Lookup.Hit) found;
    }
}
