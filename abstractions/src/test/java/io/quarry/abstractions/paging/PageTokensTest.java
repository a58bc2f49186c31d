package io.quarry.abstractions.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.abstractions.TestClock;
import io.quarry.stores.spi.Bytes;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PageTokensTest {
    private static final String UID = "a1234567890123456789";
    private static final QueryHash QUERY = QueryHash.of("test", Bytes.ofUtf8("q"));

    private final TestClock clock = new TestClock();
    private final SigningKey old = key(1, Duration.ofDays(-9));
    private final PageTokens tokens = tokens(old);

    private SigningKey key(int id, Duration activeFrom) {
        byte[] secret = new byte[32];
        secret[0] = (byte) id;
        return new SigningKey(id, clock.instant().plus(activeFrom), Bytes.of(secret));
    }

    private PageTokens tokens(SigningKey... keys) {
        KeyRing ring = new KeyRing(List.of(keys));
        return new PageTokens(() -> ring, clock);
    }

    @Property
    void common_page_token_gives_back_the_last_key(@ForAll @Size(max = 600) byte[] last) {
        assertThat(tokens.redeem(tokens.issue(UID, QUERY, Bytes.of(last)), UID, QUERY))
                .isEqualTo(Bytes.of(last));
    }

    @Test
    void common_page_token_of_another_namespace_or_query_is_refused() {
        String token = tokens.issue(UID, QUERY, Bytes.ofUtf8("k"));
        assertThatThrownBy(() -> tokens.redeem(token, "b1234567890123456789", QUERY))
                .isInstanceOfSatisfying(
                        PageTokenRefused.OtherNamespace.class,
                        refused ->
                                assertThat(refused.code()).isEqualTo("page-token-other-namespace"));
        for (QueryHash other :
                List.of(
                        QueryHash.of("other", Bytes.ofUtf8("q")),
                        QueryHash.of("test"),
                        QueryHash.of("test", Bytes.ofUtf8("q"), null),
                        QueryHash.of("test", Bytes.ofUtf8("q"), Bytes.EMPTY))) {
            assertThatThrownBy(() -> tokens.redeem(token, UID, other))
                    .isInstanceOfSatisfying(
                            PageTokenRefused.OtherQuery.class,
                            refused ->
                                    assertThat(refused.code()).isEqualTo("page-token-other-query"));
        }
    }

    @Test
    void common_page_token_with_any_bit_changed_is_refused() {
        byte[] token = Base64.getUrlDecoder().decode(tokens.issue(UID, QUERY, Bytes.ofUtf8("key")));
        for (int bit = 0; bit < token.length * 8; bit++) {
            byte[] changed = token.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertInvalid(tokens, Base64.getUrlEncoder().withoutPadding().encodeToString(changed));
        }
    }

    @Test
    void common_page_token_that_is_none_is_refused() {
        for (String text :
                List.of(
                        "",
                        "x",
                        "AQ",
                        "!!!!",
                        "AQAAAAE",
                        "A".repeat(100),
                        "A".repeat(10_000),
                        "é")) {
            assertInvalid(tokens, text);
        }
        String token = tokens.issue(UID, QUERY, Bytes.ofUtf8("key"));
        for (int length = 0; length < token.length(); length++) {
            assertInvalid(tokens, token.substring(0, length));
        }
    }

    @Test
    void common_page_token_survives_a_new_key_and_not_the_end_of_its_own() {
        String token = tokens.issue(UID, QUERY, Bytes.ofUtf8("k"));
        SigningKey fresh = key(2, Duration.ofDays(-1));
        assertThat(tokens(old, fresh).redeem(token, UID, QUERY)).isEqualTo(Bytes.ofUtf8("k"));
        assertInvalid(tokens(fresh), token);
        assertInvalid(tokens(old), tokens(old, fresh).issue(UID, QUERY, Bytes.ofUtf8("k")));
    }

    @Test
    void a_key_signs_from_its_time_on_and_checks_before() {
        SigningKey coming = key(2, Duration.ofMinutes(1));
        PageTokens both = tokens(old, coming);
        assertThat(tokens.redeem(both.issue(UID, QUERY, Bytes.EMPTY), UID, QUERY))
                .isEqualTo(Bytes.EMPTY);
        assertThat(both.redeem(tokens(coming).issue(UID, QUERY, Bytes.EMPTY), UID, QUERY))
                .isEqualTo(Bytes.EMPTY);
        clock.advance(Duration.ofMinutes(2));
        assertInvalid(tokens, both.issue(UID, QUERY, Bytes.EMPTY));
    }

    private static void assertInvalid(PageTokens tokens, String text) {
        assertThatThrownBy(() -> tokens.redeem(text, UID, QUERY))
                .isInstanceOfSatisfying(
                        PageTokenRefused.Invalid.class,
                        refused -> {
                            assertThat(refused.code()).isEqualTo("page-token-invalid");
                            assertThat(refused.field()).isEqualTo("page_token");
                        });
    }
}
