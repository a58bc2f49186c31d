package io.quarry.metadata.answer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageRequestTest {
    private static final String LISTING = "namespaces demo null ACTIVE";

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aPageHasAtLeastOneRow(int limit) {
        ProblemException refusal = refusal(() -> new PageRequest(limit, null));
        assertThat(refusal.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        assertThat(refusal.violations())
                .containsExactly(new Violation("limit", "must be at least 1"));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "499, 499", "500, 500", "501, 500", "2147483647, 500"})
    void aLimitThatIsTooLargeIsTheLargest(int wanted, int limit) {
        assertThat(new PageRequest(wanted, null).limit()).isEqualTo(limit);
    }

    @Test
    void theFirstPageBeginsAtTheBeginning() {
        assertThat(PageRequest.first().limit()).isEqualTo(PageRequest.DEFAULT);
        assertThat(PageRequest.first().after(LISTING)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aPageThatHoldsAllRowsIsTheLast(int rows) {
        Listing<String> page = page(new PageRequest(2, null), rows("a", "b").subList(0, rows));
        assertThat(page.items()).hasSize(rows);
        assertThat(page.nextPageToken()).isNull();
    }

    @Test
    void aRowMoreThanThePageHoldsIsForTheNext() {
        Listing<String> page = page(new PageRequest(2, null), rows("a", "b", "c"));
        assertThat(page.items()).containsExactly("A", "B");
        assertThat(new PageRequest(2, page.nextPageToken()).after(LISTING)).isEqualTo("b");
    }

    @Test
    void thePagesTogetherAreTheListing() {
        List<String> all = IntStream.range(10, 17).mapToObj(row -> "row " + row).toList();
        List<String> seen = new ArrayList<>();
        @Nullable String token = null;
        do {
            PageRequest request = new PageRequest(3, token);
            String after = request.after(LISTING);
            List<String> rest =
                    all.stream().filter(r -> after == null || r.compareTo(after) > 0).toList();
            Listing<String> page =
                    request.page(
                            LISTING, rest.subList(0, Math.min(4, rest.size())), r -> r, r -> r);
            seen.addAll(page.items());
            token = page.nextPageToken();
        } while (token != null);
        assertThat(seen).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "profiles a1234567890123456789", "Zürich", "日本", "a+b/c=d"})
    void aKeyComesBackAsItWas(String key) {
        assertThat(new PageRequest(1, token(LISTING, key)).after(LISTING)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "namespaces", "namespaces demo null null", "operations demo"})
    void aTokenIsForItsOwnListingOnly(String other) {
        isNotTaken(token(LISTING, "a"), other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "b", "!", "no token", "bm8gdG9rZW4=", "%%%%", "Zürich"})
    void whatIsNoTokenIsRefused(String token) {
        isNotTaken(token, LISTING);
    }

    @Test
    void aTokenThatWasTamperedWithIsRefused() {
        String text =
                new String(
                        Base64.getUrlDecoder().decode(token(LISTING, "a")), StandardCharsets.UTF_8);
        isNotTaken(encoded(text + "\nmore"), LISTING);
        isNotTaken(encoded("0" + text), LISTING);
        isNotTaken(encoded(text.substring(0, text.indexOf('\n'))), LISTING);
    }

    @Test
    void aTokenCanStandInAnAddressAsItIs() {
        assertThat(token(LISTING, "???>>>~~~ÿÿÿ")).matches("[A-Za-z0-9_-]+");
    }

    private static void isNotTaken(String token, String listing) {
        ProblemException refusal = refusal(() -> new PageRequest(1, token).after(listing));
        assertThat(refusal.code()).isEqualTo(ProblemCode.PAGE_TOKEN_INVALID);
        assertThat(refusal.violations()).extracting(Violation::field).containsExactly("page_token");
    }

    private static ProblemException refusal(ThrowingCallable call) {
        ProblemException refusal = catchThrowableOfType(ProblemException.class, call);
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private static Listing<String> page(PageRequest request, List<String> rows) {
        return request.page(LISTING, rows, row -> row, row -> row.toUpperCase(Locale.ROOT));
    }

    private static List<String> rows(String... rows) {
        return List.of(rows);
    }

    private static String token(String listing, String last) {
        return requireNonNull(
                new PageRequest(1, null)
                        .page(listing, rows(last, "more"), row -> row, row -> row)
                        .nextPageToken());
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
