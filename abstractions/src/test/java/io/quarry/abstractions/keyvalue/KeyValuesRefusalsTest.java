package io.quarry.abstractions.keyvalue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.abstractions.TestClock;
import io.quarry.abstractions.paging.KeyRing;
import io.quarry.abstractions.paging.PageTokenRefused;
import io.quarry.abstractions.paging.PageTokens;
import io.quarry.abstractions.paging.SigningKey;
import io.quarry.abstractions.token.Token;
import io.quarry.abstractions.token.TokenRefused;
import io.quarry.abstractions.token.Tokens;
import io.quarry.stores.memory.MemoryShard;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.KeyRange;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.StoreException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is refused, with which facts, and that nothing has changed by then. */
class KeyValuesRefusalsTest {
    private static final int MIB = 1 << 20;
    private static final Bytes RECORD = Bytes.ofUtf8("record");
    private static final Bytes KEY = Bytes.ofUtf8("k");

    private final TestClock clock = new TestClock();
    private final MemoryShard shard = new MemoryShard(clock);
    private final NamespaceRef one = new NamespaceRef("a1234567890123456789", 1);
    private final NamespaceRef other = new NamespaceRef("b1234567890123456789", 1);
    private final KeyValues values = door(one);

    private KeyValues door(NamespaceRef namespace) {
        KeyRing ring =
                new KeyRing(List.of(new SigningKey(1, Instant.EPOCH, Bytes.of(new byte[32]))));
        return new KeyValues(
                shard.keyValue(),
                namespace,
                KeyValueSettings.standard(),
                Tokens.standard(clock),
                new PageTokens(() -> ring, clock));
    }

    @BeforeEach
    void make() {
        shard.provisioner().ensure(one, Layout.keyValue(), soon());
        shard.provisioner().ensure(other, Layout.keyValue(), soon());
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(20));
    }

    private static NewItem item(
            int keyBytes, int valueBytes, Map<String, String> metadata, @Nullable Duration ttl) {
        return new NewItem(
                Bytes.of(new byte[keyBytes]),
                ByteBuffer.allocate(valueBytes),
                NewItem.OCTETS,
                metadata,
                ttl);
    }

    private static NewItem numbered(int number, int valueBytes) {
        return NewItem.of(Bytes.ofUtf8("k" + number), ByteBuffer.allocate(valueBytes));
    }

    private void put(Bytes record, NewItem item) {
        values.put(record, item, null, soon());
    }

    private static void assertTooLarge(Runnable call, String field, long limit, long requested) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        KeyValueRefused.TooLarge.class,
                        refused -> {
                            assertThat(refused.code()).isEqualTo("limit-exceeded");
                            assertThat(refused.field()).isEqualTo(field);
                            assertThat(refused.limit()).isEqualTo(limit);
                            assertThat(refused.used()).isZero();
                            assertThat(refused.requested()).isEqualTo(requested);
                        });
    }

    private static void assertInvalid(Runnable call, String field) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        KeyValueRefused.Invalid.class,
                        refused -> {
                            assertThat(refused.code()).isEqualTo("invalid-request");
                            assertThat(refused.field()).isEqualTo(field);
                        });
    }

    @Test
    void common_limits_of_one_item_are_refused_with_limit_and_requested() {
        put(Bytes.of(new byte[512]), item(1_024, MIB, Map.of("k", "v".repeat(4_095)), null));
        assertTooLarge(
                () -> put(Bytes.of(new byte[513]), item(1, 1, Map.of(), null)),
                "record_id",
                512,
                513);
        assertTooLarge(() -> put(RECORD, item(1_025, 1, Map.of(), null)), "key", 1_024, 1_025);
        assertTooLarge(() -> put(RECORD, item(1, MIB + 1, Map.of(), null)), "value", MIB, MIB + 1);
        assertTooLarge(
                () -> put(RECORD, item(1, 1, Map.of("ü", "v".repeat(4_095)), null)),
                "metadata",
                4_096,
                4_097);
        assertThat(values.scan(Scan.whole(), soon()).ids()).hasSize(1);
    }

    @Test
    void common_limits_of_a_batch_are_refused_whole() {
        List<NewItem> many = IntStream.range(0, 1_001).mapToObj(i -> numbered(i, 1)).toList();
        assertTooLarge(() -> values.putAll(RECORD, many, null, soon()), "items", 1_000, 1_001);
        List<NewItem> large = IntStream.range(0, 4).mapToObj(i -> numbered(i, MIB)).toList();
        assertTooLarge(
                () -> values.replace(RECORD, large, null, soon()), "batch", 4L * MIB, 4L * MIB + 8);
        List<Bytes> keys = IntStream.range(0, 1_001).mapToObj(i -> Bytes.ofUtf8("k" + i)).toList();
        assertTooLarge(
                () -> values.deleteRange(RECORD, KeyRange.keys(keys), null, soon()),
                "keys",
                1_000,
                1_001);
        assertThat(values.list(RECORD, Selection.of(KeyRange.all()), soon()).items()).isEmpty();
        values.putAll(RECORD, many.subList(0, 1_000), null, soon());
    }

    @Test
    void common_limits_of_ranges_and_pages_are_refused() {
        Bytes tooLong = Bytes.of(new byte[1_025]);
        assertTooLarge(() -> list(KeyRange.prefix(tooLong), 1, 0, null), "prefix", 1_024, 1_025);
        assertTooLarge(
                () -> list(KeyRange.between(tooLong, null), 1, 0, null), "from", 1_024, 1_025);
        assertTooLarge(() -> list(KeyRange.between(KEY, tooLong), 1, 0, null), "to", 1_024, 1_025);
        assertTooLarge(
                () -> list(KeyRange.all(), 1, 4 * MIB + 1, null),
                "page_bytes",
                4L * MIB,
                4L * MIB + 1);
        assertInvalid(() -> list(KeyRange.all(), 0, 0, null), "limit");
        assertInvalid(() -> list(KeyRange.all(), 1, -1, null), "page_bytes");
    }

    @Test
    void what_makes_no_sense_is_refused() {
        assertInvalid(() -> put(Bytes.EMPTY, item(1, 1, Map.of(), null)), "record_id");
        for (Duration ttl :
                List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(36_501))) {
            assertInvalid(() -> put(RECORD, item(1, 1, Map.of(), ttl)), "ttl");
        }
        assertInvalid(
                () -> values.putAll(RECORD, Collections.nCopies(2, numbered(1, 1)), null, soon()),
                "items");
    }

    @Test
    void common_token_beyond_the_drift_changes_nothing() {
        Token far = new Token(Long.MAX_VALUE, 1);
        assertThatThrownBy(() -> values.put(RECORD, numbered(1, 1), far, soon()))
                .isInstanceOf(TokenRefused.Drifted.class);
        assertThatThrownBy(() -> values.deleteRecord(RECORD, far, soon()))
                .isInstanceOf(TokenRefused.Drifted.class);
        assertThat(values.list(RECORD, Selection.of(KeyRange.all()), soon()).items()).isEmpty();
    }

    @Test
    void common_page_tokens_work_for_their_query_only() {
        values.putAll(
                RECORD, List.of(numbered(1, 1), numbered(2, 1), numbered(3, 1)), null, soon());
        String token = list(KeyRange.all(), 1, 0, null).nextPageToken();
        assertThat(token).isNotNull();
        assertThat(list(KeyRange.all(), 2, 1_000, token).items()).hasSize(2);
        assertThatThrownBy(() -> list(KeyRange.prefix(KEY), 1, 0, token))
                .isInstanceOf(PageTokenRefused.OtherQuery.class);
        assertThatThrownBy(
                        () ->
                                values.list(
                                        Bytes.ofUtf8("else"),
                                        Selection.of(KeyRange.all()).from(token),
                                        soon()))
                .isInstanceOf(PageTokenRefused.OtherQuery.class);
        assertThatThrownBy(
                        () ->
                                values.list(
                                        RECORD,
                                        new Selection(
                                                KeyRange.all(), true, 1, 0, Include.KEYS, token),
                                        soon()))
                .isInstanceOf(PageTokenRefused.OtherQuery.class);
        assertThatThrownBy(() -> values.scan(Scan.whole().from(token), soon()))
                .isInstanceOf(PageTokenRefused.OtherQuery.class);
        assertThatThrownBy(
                        () ->
                                door(other)
                                        .list(
                                                RECORD,
                                                Selection.of(KeyRange.all()).from(token),
                                                soon()))
                .isInstanceOf(PageTokenRefused.OtherNamespace.class);
        assertThatThrownBy(() -> list(KeyRange.all(), 1, 0, "nonsense"))
                .isInstanceOf(PageTokenRefused.Invalid.class);
        KeyValues moved = door(new NamespaceRef(one.uid(), 2));
        shard.provisioner().ensure(new NamespaceRef(one.uid(), 2), Layout.keyValue(), soon());
        assertThat(moved.list(RECORD, Selection.of(KeyRange.all()).from(token), soon()).items())
                .isEmpty();
    }

    @Test
    void common_page_ends_at_its_bytes_or_its_limit() {
        values.putAll(
                RECORD,
                IntStream.range(0, 8).mapToObj(i -> numbered(i, 300_000)).toList(),
                null,
                soon());
        assertThat(list(KeyRange.all(), Selection.NO_LIMIT, 0, null).items()).hasSize(3);
        assertThat(list(KeyRange.all(), Selection.NO_LIMIT, 4 * MIB, null).items()).hasSize(8);
        assertThat(list(KeyRange.all(), 2, 4 * MIB, null).items()).hasSize(2);
        assertThat(list(KeyRange.all(), 2, 1, null).items()).hasSize(1);
    }

    @Test
    void common_deadline_ends_a_page_early_with_a_page_token() {
        values.putAll(
                RECORD,
                IntStream.range(0, 50).mapToObj(i -> numbered(i, 1)).toList(),
                null,
                soon());
        AtomicLong asked = new AtomicLong();
        Deadline afterTwentyLooks = Deadline.after(Duration.ofNanos(20), asked::getAndIncrement);
        ItemPage page = values.list(RECORD, Selection.of(KeyRange.all()), afterTwentyLooks);
        assertThat(page.items()).hasSizeBetween(1, 49);
        ItemPage rest =
                values.list(
                        RECORD, Selection.of(KeyRange.all()).from(page.nextPageToken()), soon());
        assertThat(page.items().size() + rest.items().size()).isEqualTo(50);
        assertThatThrownBy(
                        () ->
                                values.put(
                                        RECORD,
                                        numbered(1, 1),
                                        null,
                                        Deadline.after(Duration.ZERO)))
                .isInstanceOf(StoreException.TimedOut.class);
    }

    private ItemPage list(KeyRange range, int limit, int pageBytes, @Nullable String pageToken) {
        return values.list(
                RECORD,
                new Selection(range, false, limit, pageBytes, Include.VALUES, pageToken),
                soon());
    }
}
