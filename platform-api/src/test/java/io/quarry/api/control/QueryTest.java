package io.quarry.api.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.problem.ProblemException;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
    private static Query query(String... pairs) {
        var parameters = new MultivaluedHashMap<String, String>();
        for (var i = 0; i < pairs.length; i += 2) {
            parameters.add(pairs[i], pairs[i + 1]);
        }
        return Query.of(parameters, "dry_run", "limit", "page_token", "state", "retention", "wait");
    }

    private static void assertRefused(String code, String field, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> {
                            assertThat(refusal.code().code()).isEqualTo(code);
                            assertThat(refusal.violations().getFirst().field()).isEqualTo(field);
                        });
    }

    @Test
    void whatIsNotKnownIsRefused() {
        assertRefused("unknown-field", "dryrun", () -> query("dryrun", "true"));
        assertRefused("invalid-request", "limit", () -> query("limit", "1", "limit", "2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TRUE", "1", "yes"})
    void aFlagIsTrueOrFalse(String text) {
        assertRefused("invalid-request", "dry_run", () -> query("dry_run", text).flag("dry_run"));
        assertThat(query("dry_run", "true").flag("dry_run")).isTrue();
        assertThat(query("dry_run", "false").flag("dry_run")).isFalse();
        assertThat(query().flag("dry_run")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "ten", "", "1.5", "99999999999"})
    void aLimitIsAWholeNumber(String text) {
        assertRefused("invalid-request", "limit", () -> query("limit", text).page());
    }

    @Test
    void aLargeLimitIsShortened() {
        assertThat(query("limit", "100000").page().limit()).isEqualTo(500);
        assertThat(query().page().limit()).isEqualTo(100);
    }

    @Test
    void timesAreReadAndNeverNegative() {
        assertThat(query("wait", "30s").wait("wait")).isEqualTo(Duration.ofSeconds(30));
        assertThat(query("wait", "PT1M").wait("wait")).isEqualTo(Duration.ofMinutes(1));
        assertThat(query().wait("wait")).isZero();
        assertThat(query("retention", "P7D").duration("retention", Duration.ZERO))
                .isEqualTo(Duration.ofDays(7));
        for (var bad : List.of("-P1D", "soon", "7", "P1Y", "")) {
            assertRefused(
                    "invalid-request",
                    "retention",
                    () -> query("retention", bad).duration("retention", Duration.ZERO));
        }
    }

    @Test
    void aChoiceIsOneOfThose() {
        assertThat(query("state", "ACTIVE").oneOf("state", NamespaceState.class))
                .isEqualTo(NamespaceState.ACTIVE);
        assertRefused(
                "invalid-request",
                "state",
                () -> query("state", "active").oneOf("state", NamespaceState.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1-1-1-1-1", "x", "019ab5c0-0000-7000-8000-00000000000g", ""})
    void anIdIsAWholeUuid(String text) {
        assertRefused("invalid-request", "id", () -> Query.uuid("id", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "\"3", "W/3", "\"a\", \"b\"", "*"})
    void anEntityTagHasItsQuotes(String header) {
        assertRefused("invalid-request", "If-Match", () -> Headers.revision(header));
    }

    @Test
    void onlyAStrongTagOfOursMatchesARevision() {
        assertThat(Headers.revision("\"3\"")).isEqualTo(3);
        assertThat(Headers.revision("W/\"3\"")).isNegative();
        assertThat(Headers.revision("\"abc\"")).isNegative();
        assertThat(Headers.revision("\"\"")).isNegative();
    }
}
