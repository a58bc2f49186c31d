package io.quarry.abstractions.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.abstractions.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {
    private final TestClock clock = new TestClock();

    private Token at(Duration fromNow) {
        return new Token(
                ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant().plus(fromNow)), 1);
    }

    @Property
    void common_token_as_text_is_the_token(
            @ForAll @LongRange(min = 1) long generation, @ForAll long nonce) {
        Token token = new Token(generation, nonce);
        assertThat(Token.parse(token.format())).isEqualTo(token);
        assertThat(Token.of(token.version())).isEqualTo(token);
    }

    @Test
    void common_token_is_a_generation_and_a_hexadecimal_nonce() {
        assertThat(Token.parse("1700000000000001-ff"))
                .isEqualTo(new Token(1_700_000_000_000_001L, 255));
        assertThat(Token.parse("1-FFFFFFFFFFFFFFFF").format()).isEqualTo("1-ffffffffffffffff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "1",
                "1-",
                "-1",
                "0-1",
                "-1-1",
                "+1-1",
                "1-g",
                "1-+1",
                "1--1",
                " 1-1",
                "1-1 ",
                "1-1-1",
                "a-1",
                "9223372036854775808-1",
                "99999999999999999999-1",
                "1-11111111111111111",
                "١-1"
            })
    void common_token_that_is_malformed_is_refused(String text) {
        assertThatThrownBy(() -> Token.parse(text))
                .isInstanceOfSatisfying(
                        TokenRefused.Malformed.class,
                        refused -> {
                            assertThat(refused.code()).isEqualTo("token-malformed");
                            assertThat(refused.field()).isEqualTo("token");
                        });
    }

    @Test
    void common_token_order_is_generation_then_nonce_unsigned() {
        assertThat(new Token(2, 0)).isGreaterThan(new Token(1, -1));
        assertThat(new Token(1, -1)).isGreaterThan(new Token(1, 1));
    }

    @Test
    void kv_3_minted_tokens_rise_even_when_the_clock_stands_or_goes_back() {
        TokenMint mint = new TokenMint(clock, () -> 7);
        Token first = mint.mint();
        Token second = mint.mint();
        clock.advance(Duration.ofSeconds(-10));
        Token third = mint.mint();
        clock.advance(Duration.ofSeconds(20));
        Token fourth = mint.mint();
        assertThat(second.generation()).isEqualTo(first.generation() + 1);
        assertThat(third.generation()).isEqualTo(second.generation() + 1);
        assertThat(fourth.generation()).isEqualTo(first.generation() + 10_000_000);
    }

    @Test
    void kv_3_minted_tokens_differ_under_concurrency() {
        TokenMint mint = new TokenMint(clock, () -> 7);
        Set<Long> generations = new ConcurrentSkipListSet<>();
        IntStream.range(0, 20_000)
                .parallel()
                .forEach(_ -> generations.add(mint.mint().generation()));
        assertThat(generations).hasSize(20_000);
    }

    @Test
    void common_token_within_the_drift_is_accepted_as_it_is() {
        Tokens tokens = Tokens.standard(clock);
        for (Duration drift :
                new Duration[] {Duration.ofSeconds(5), Duration.ofHours(-24), Duration.ZERO}) {
            assertThat(tokens.accept(at(drift))).isEqualTo(at(drift));
        }
        assertThat(tokens.accept(null).generation()).isEqualTo(at(Duration.ZERO).generation());
    }

    @Test
    void common_token_beyond_the_drift_is_refused_with_its_own_code() {
        Tokens tokens = Tokens.standard(clock);
        assertThatThrownBy(() -> tokens.accept(at(Duration.ofSeconds(6))))
                .isInstanceOfSatisfying(
                        TokenRefused.Drifted.class,
                        refused -> {
                            assertThat(refused.code()).isEqualTo("token-drift");
                            assertThat(refused.ahead()).isTrue();
                            assertThat(refused.drift()).isEqualTo(Duration.ofSeconds(6));
                            assertThat(refused.allowed()).isEqualTo(Duration.ofSeconds(5));
                        });
        assertThatThrownBy(() -> tokens.accept(at(Duration.ofHours(-24).minusSeconds(1))))
                .isInstanceOfSatisfying(
                        TokenRefused.Drifted.class,
                        refused -> assertThat(refused.ahead()).isFalse());
        assertThatThrownBy(() -> tokens.accept(new Token(Long.MAX_VALUE, 0)))
                .isInstanceOf(TokenRefused.Drifted.class);
        assertThatThrownBy(() -> tokens.accept(new Token(1, 0)))
                .isInstanceOf(TokenRefused.Drifted.class);
    }
}
