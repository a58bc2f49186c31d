package io.quarry.abstractions.keyvalue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarry.abstractions.TestClock;
import io.quarry.abstractions.paging.KeyRing;
import io.quarry.abstractions.paging.PageTokens;
import io.quarry.abstractions.paging.SigningKey;
import io.quarry.abstractions.token.Token;
import io.quarry.abstractions.token.TokenRefused;
import io.quarry.abstractions.token.Tokens;
import io.quarry.stores.memory.MemoryShard;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Condition;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a namespace with conditional writes adds to its store. */
class ConditionalKeyValuesTest {
    private static final Bytes RECORD = Bytes.ofUtf8("record");
    private static final Bytes KEY = Bytes.ofUtf8("k");
    private static final Condition ABSENT = new Condition.Absent();

    private final TestClock clock = new TestClock();
    private final MemoryShard shard = new MemoryShard(clock);
    private final NamespaceRef namespace = new NamespaceRef("a1234567890123456789", 1);
    private final ConditionalKeyValues values = door(KeyValueSettings.standard());

    private ConditionalKeyValues door(KeyValueSettings settings) {
        KeyRing ring =
                new KeyRing(List.of(new SigningKey(1, Instant.EPOCH, Bytes.of(new byte[32]))));
        return new ConditionalKeyValues(
                shard.conditional(),
                namespace,
                settings,
                Tokens.standard(clock),
                new PageTokens(() -> ring, clock));
    }

    @BeforeEach
    void make() {
        shard.provisioner().ensure(namespace, Layout.conditional(), soon());
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(20));
    }

    private static NewItem item(String value) {
        return NewItem.of(KEY, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }

    private Token at(Duration fromNow, long nonce) {
        return new Token(
                ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant().plus(fromNow)), nonce);
    }

    private Token put(String value, Condition condition, @Nullable Token given) {
        return values.put(RECORD, item(value), condition, given, soon());
    }

    private static Condition.Is is(Token token) {
        return new Condition.Is(token.version());
    }

    private String value() {
        Item found = values.get(RECORD, KEY, Include.VALUES, soon());
        return found == null ? "absent" : StandardCharsets.UTF_8.decode(found.value()).toString();
    }

    private static void assertFailed(ThrowingCallable write, @Nullable Token current) {
        assertThatExceptionOfType(KeyValueRefused.PreconditionFailed.class)
                .isThrownBy(write)
                .satisfies(
                        refused -> {
                            assertThat(refused.code()).isEqualTo("precondition-failed");
                            assertThat(refused.current()).isEqualTo(current);
                        });
    }

    @Test
    void kv_9_a_refusal_names_the_token_that_is_there() {
        assertFailed(() -> put("one", is(at(Duration.ZERO, 1)), null), null);
        Token first = put("one", ABSENT, null);
        assertFailed(() -> put("two", ABSENT, null), first);
        Token second = put("two", is(first), null);
        assertFailed(() -> put("three", is(first), null), second);
        assertFailed(() -> values.delete(RECORD, KEY, is(first), null, soon()), second);
        values.delete(RECORD, KEY, is(second), null, soon());
        assertFailed(() -> put("three", is(second), null), null);
        assertThat(value()).isEqualTo("absent");
    }

    @Test
    void kv_9_a_repeated_write_answers_its_token() {
        Token mine = at(Duration.ZERO, 7);
        for (int i = 0; i < 3; i++) {
            assertThat(put("one", ABSENT, mine)).isEqualTo(mine);
        }
        assertThat(value()).isEqualTo("one");
    }

    @Test
    void kv_9_a_minted_token_follows_an_item_and_a_deletion_of_a_faster_clock() {
        Token ahead = put("one", ABSENT, at(Duration.ofSeconds(4), 1));
        Token second = put("two", is(ahead), null);
        assertThat(second.generation()).isEqualTo(ahead.generation() + 1);
        Token third = values.delete(RECORD, KEY, is(second), null, soon());
        assertThat(third.generation()).isEqualTo(ahead.generation() + 2);
        Token fourth = put("four", ABSENT, null);
        assertThat(fourth.generation()).isEqualTo(ahead.generation() + 3);
        assertThat(value()).isEqualTo("four");
    }

    @Test
    void kv_9_a_given_token_stands_as_it_is() {
        Token first = put("one", ABSENT, at(Duration.ofSeconds(4), 1));
        Token slower = at(Duration.ZERO, 2);
        assertFailed(() -> put("two", is(first), slower), first);
        assertThatExceptionOfType(KeyValueRefused.PreconditionFailed.class)
                .isThrownBy(() -> put("two", is(first), slower))
                .withMessageContaining(Long.toString(first.generation()));
        assertThat(value()).isEqualTo("one");
    }

    @Test
    void kv_9_a_version_that_nobody_can_have_written_is_only_refused() {
        put("one", ABSENT, null);
        Token first = Token.of(found().version());
        assertFailed(() -> put("two", is(new Token(Long.MAX_VALUE, 1)), null), first);
    }

    private Item found() {
        Item found = values.get(RECORD, KEY, Include.KEYS, soon());
        assertThat(found).isNotNull();
        return found;
    }

    @Test
    void kv_6_a_namespaces_ttl_is_kept_here_too() {
        ConditionalKeyValues brief =
                door(new KeyValueSettings(Duration.ofHours(1), KeyValueLimits.standard()));
        Token first = brief.put(RECORD, item("one"), ABSENT, null, soon());
        clock.advance(Duration.ofHours(2));
        assertThat(value()).isEqualTo("absent");
        assertFailed(() -> put("two", is(first), null), null);
        put("two", ABSENT, null);
        assertThat(value()).isEqualTo("two");
    }

    @Test
    void common_limits_and_drift_are_judged_before_the_store() {
        NewItem large = NewItem.of(KEY, ByteBuffer.allocate((1 << 20) + 1));
        assertThatExceptionOfType(KeyValueRefused.TooLarge.class)
                .isThrownBy(() -> values.put(RECORD, large, ABSENT, null, soon()));
        assertThatExceptionOfType(KeyValueRefused.TooLarge.class)
                .isThrownBy(
                        () ->
                                values.delete(
                                        RECORD,
                                        Bytes.of(new byte[1025]),
                                        is(at(Duration.ZERO, 1)),
                                        null,
                                        soon()));
        assertThatExceptionOfType(TokenRefused.Drifted.class)
                .isThrownBy(() -> put("one", ABSENT, at(Duration.ofMinutes(1), 1)));
        assertThat(value()).isEqualTo("absent");
    }
}
