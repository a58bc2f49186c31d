package io.quarry.abstractions.keyvalue;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.abstractions.TestClock;
import io.quarry.abstractions.paging.KeyRing;
import io.quarry.abstractions.paging.PageTokens;
import io.quarry.abstractions.paging.SigningKey;
import io.quarry.abstractions.token.Token;
import io.quarry.abstractions.token.Tokens;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.KeyRange;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Provisioner;
import io.quarry.stores.spi.Segment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The promises of key-value, kept on any store. */
abstract class KeyValuesPromises {
    private static final String UID_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final Bytes RECORD = Bytes.ofUtf8("record");

    final TestClock clock = new TestClock();
    private final NamespaceRef namespace =
            new NamespaceRef(
                    "t"
                            + new Random()
                                    .ints(19, 0, 36)
                                    .mapToObj(i -> UID_CHARACTERS.substring(i, i + 1))
                                    .collect(Collectors.joining()),
                    1);
    private KeyValues values = door(null);

    abstract KeyValueStore store();

    abstract Provisioner provisioner();

    void close() {}

    @BeforeEach
    void make() {
        provisioner().ensure(namespace, Layout.keyValue(), soon());
        values = door(null);
    }

    @AfterEach
    void drop() {
        provisioner().drop(namespace, soon());
        close();
    }

    KeyValues door(@Nullable Duration defaultTtl) {
        KeyRing ring =
                new KeyRing(List.of(new SigningKey(1, Instant.EPOCH, Bytes.of(new byte[32]))));
        return new KeyValues(
                store(),
                namespace,
                new KeyValueSettings(defaultTtl, KeyValueLimits.standard()),
                Tokens.standard(clock),
                new PageTokens(() -> ring, clock));
    }

    static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(20));
    }

    static NewItem item(String key, String value) {
        return NewItem.of(
                Bytes.ofUtf8(key), ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }

    static String text(Item item) {
        return StandardCharsets.UTF_8.decode(item.value()).toString();
    }

    private Token at(Duration fromNow, long nonce) {
        return new Token(
                ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant().plus(fromNow)), nonce);
    }

    private List<String> all(Bytes record) {
        List<String> found = new ArrayList<>();
        ItemPage page = values.list(record, Selection.of(KeyRange.all()), soon());
        page.items().forEach(item -> found.add(item.key().utf8() + "=" + text(item)));
        assertThat(page.nextPageToken()).isNull();
        return found;
    }

    private @Nullable Item get(String key) {
        return values.get(RECORD, Bytes.ofUtf8(key), Include.VALUES, soon());
    }

    @Test
    void kv_1_one_item_is_put_read_and_deleted() {
        NewItem written =
                new NewItem(
                        Bytes.ofUtf8("k"),
                        ByteBuffer.wrap(new byte[] {0, 1, -1}),
                        "image/png",
                        Map.of("a", "b"),
                        null);
        Token token = values.put(RECORD, written, null, soon());
        assertThat(get("k"))
                .isEqualTo(
                        new Item(
                                written.key(),
                                written.value(),
                                "image/png",
                                Map.of("a", "b"),
                                token.version(),
                                null));
        assertThat(values.delete(RECORD, Bytes.ofUtf8("k"), null, soon())).isGreaterThan(token);
        assertThat(get("k")).isNull();
    }

    @Test
    void kv_1_several_items_ranges_prefixes_and_records_are_put_and_deleted() {
        values.putAll(
                RECORD,
                List.of(
                        item("a1", "1"),
                        item("a2", "2"),
                        item("b1", "3"),
                        item("c1", "4"),
                        item("d", "5")),
                null,
                soon());
        assertThat(all(RECORD)).containsExactly("a1=1", "a2=2", "b1=3", "c1=4", "d=5");
        values.deleteRange(RECORD, KeyRange.prefix(Bytes.ofUtf8("a")), null, soon());
        values.deleteRange(
                RECORD, KeyRange.between(Bytes.ofUtf8("c"), Bytes.ofUtf8("d")), null, soon());
        assertThat(all(RECORD)).containsExactly("b1=3", "d=5");
        values.deleteRange(
                RECORD, KeyRange.keys(List.of(Bytes.ofUtf8("d"), Bytes.ofUtf8("x"))), null, soon());
        assertThat(all(RECORD)).containsExactly("b1=3");
        values.deleteRecord(RECORD, null, soon());
        assertThat(all(RECORD)).isEmpty();
    }

    @Test
    void kv_1_records_are_scanned_in_pages_and_parallel_segments() {
        List<Bytes> ids = IntStream.range(0, 30).mapToObj(i -> Bytes.ofUtf8("r" + i)).toList();
        ids.forEach(id -> values.put(id, item("k", "v"), null, soon()));
        List<Bytes> scanned = new ArrayList<>();
        for (int segment = 0; segment < 3; segment++) {
            Scan scan = new Scan(new Segment(segment, 3), 4, 0, null);
            RecordPage page;
            do {
                page = values.scan(scan, soon());
                scanned.addAll(page.ids());
                scan = scan.from(page.nextPageToken());
            } while (page.nextPageToken() != null);
        }
        assertThat(scanned).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void kv_2_selections_page_in_both_directions_with_what_is_included() {
        List<String> keys = IntStream.range(0, 25).mapToObj("k%02d"::formatted).toList();
        values.putAll(
                RECORD,
                keys.stream().map(key -> item(key, "value of " + key)).toList(),
                null,
                soon());
        for (Include include : Include.values()) {
            for (boolean reverse : List.of(false, true)) {
                List<Item> found = new ArrayList<>();
                Selection selection =
                        new Selection(
                                KeyRange.prefix(Bytes.ofUtf8("k")), reverse, 10, 0, include, null);
                ItemPage page;
                int pages = 0;
                do {
                    page = values.list(RECORD, selection, soon());
                    found.addAll(page.items());
                    selection = selection.from(page.nextPageToken());
                    pages++;
                } while (page.nextPageToken() != null);
                assertThat(pages).isEqualTo(3);
                assertThat(found)
                        .extracting(item -> item.key().utf8())
                        .isEqualTo(reverse ? keys.reversed() : keys);
                assertThat(found)
                        .allMatch(
                                item -> item.value().hasRemaining() == (include == Include.VALUES));
            }
        }
    }

    @Test
    void kv_3_replayed_token_has_one_effect() {
        Token token = at(Duration.ZERO, 5);
        for (int i = 0; i < 100; i++) {
            assertThat(values.put(RECORD, item("k", "v"), token, soon())).isEqualTo(token);
        }
        Item found = get("k");
        assertThat(found).isNotNull();
        assertThat(Token.of(found.version())).isEqualTo(token);
        assertThat(all(RECORD)).containsExactly("k=v");
    }

    @Test
    void kv_3_an_older_generation_never_wins_and_answers_as_a_winner_does() {
        Token newer = at(Duration.ofSeconds(1), 1);
        Token older = at(Duration.ZERO, 9);
        values.put(RECORD, item("k", "new"), newer, soon());
        assertThat(values.put(RECORD, item("k", "old"), older, soon())).isEqualTo(older);
        assertThat(values.delete(RECORD, Bytes.ofUtf8("k"), older, soon())).isEqualTo(older);
        assertThat(all(RECORD)).containsExactly("k=new");
    }

    @Test
    void kv_3_concurrent_writers_converge_to_the_highest_generation() {
        List<Token> tokens =
                new ArrayList<>(
                        IntStream.range(0, 60)
                                .mapToObj(i -> at(Duration.ofMillis(-i), i))
                                .toList());
        Token highest = tokens.getFirst();
        Collections.shuffle(tokens, new Random(1));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            tokens.stream()
                    .map(
                            token ->
                                    CompletableFuture.runAsync(
                                            () ->
                                                    values.put(
                                                            RECORD,
                                                            item("k", token.format()),
                                                            token,
                                                            soon()),
                                            threads))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
        assertThat(all(RECORD)).containsExactly("k=" + highest.format());
    }

    @Test
    void kv_3_writes_through_one_gateway_keep_their_order() {
        for (int i = 0; i < 50; i++) {
            values.put(RECORD, item("k", "v" + i), null, soon());
        }
        assertThat(all(RECORD)).containsExactly("k=v49");
    }

    @Test
    void kv_5_replacing_a_record_leaves_its_new_items_only() {
        values.putAll(RECORD, List.of(item("a", "old"), item("b", "old")), null, soon());
        Token token =
                values.replace(RECORD, List.of(item("b", "new"), item("c", "new")), null, soon());
        assertThat(all(RECORD)).containsExactly("b=new", "c=new");
        values.put(RECORD, item("a", "late"), new Token(token.generation() - 1, 1), soon());
        assertThat(all(RECORD)).containsExactly("b=new", "c=new");
        values.replace(RECORD, List.of(), null, soon());
        assertThat(all(RECORD)).isEmpty();
    }

    @Test
    void kv_5_a_late_write_does_not_bring_a_deleted_item_back() {
        Token late = at(Duration.ofHours(-23), 1);
        values.deleteRecord(RECORD, null, soon());
        values.put(RECORD, item("k", "late"), late, soon());
        assertThat(get("k")).isNull();
    }

    @Test
    void kv_5_expired_items_are_never_returned() {
        NewItem brief =
                new NewItem(
                        Bytes.ofUtf8("k"),
                        ByteBuffer.allocate(1),
                        NewItem.OCTETS,
                        Map.of(),
                        Duration.ofMillis(1_500));
        values.put(RECORD, brief, null, soon());
        assertThat(get("k")).isNotNull();
        clock.advance(Duration.ofMillis(1_500));
        assertThat(get("k")).isNull();
        assertThat(all(RECORD)).isEmpty();
        assertThat(values.scan(Scan.whole(), soon()).ids()).isEmpty();
    }

    @Test
    void kv_6_a_ttl_is_the_items_own_or_the_namespaces() {
        KeyValues dated = door(Duration.ofDays(90));
        Token own =
                dated.put(
                        RECORD,
                        new NewItem(
                                Bytes.ofUtf8("own"),
                                ByteBuffer.allocate(0),
                                "",
                                Map.of(),
                                Duration.ofHours(1)),
                        null,
                        soon());
        Token common = dated.put(RECORD, item("common", ""), null, soon());
        values.put(RECORD, item("stays", ""), null, soon());
        assertThat(expiry("own")).isEqualTo(start(own).plus(1, ChronoUnit.HOURS));
        assertThat(expiry("common")).isEqualTo(start(common).plus(90, ChronoUnit.DAYS));
        assertThat(expiry("stays")).isNull();
    }

    @Test
    void common_expiry_of_a_replay_is_that_of_the_first() {
        Token token = at(Duration.ZERO, 1);
        NewItem item =
                new NewItem(
                        Bytes.ofUtf8("k"),
                        ByteBuffer.allocate(0),
                        "",
                        Map.of(),
                        Duration.ofMinutes(10));
        values.put(RECORD, item, token, soon());
        clock.advance(Duration.ofMinutes(9));
        values.put(RECORD, item, token, soon());
        assertThat(expiry("k")).isEqualTo(start(token).plus(10, ChronoUnit.MINUTES));
        clock.advance(Duration.ofMinutes(1));
        values.put(RECORD, item, token, soon());
        assertThat(get("k")).isNull();
    }

    private @Nullable Instant expiry(String key) {
        Item item = get(key);
        assertThat(item).isNotNull();
        return item.expiresAt();
    }

    private static Instant start(Token token) {
        return Instant.EPOCH.plus(token.generation(), ChronoUnit.MICROS);
    }
}
