package io.quarry.metadata.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.metadata.namespace.NamespacePlan.Action;
import io.quarry.metadata.operation.Purges.Purge;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The namespace, where there is one, is at revision 7 and all default. */
class WishTest {
    private static final long REVISION = 7;
    private static final UUID OPERATION = UUID.fromString("019ab000-0000-7000-8000-000000000001");

    /** What is wished for, by what it differs in from the default. */
    enum Wished {
        SAME(""),
        CHANGED("\"description\": \"other\", \"ttl\": \"P1D\""),
        INVALID("\"ttl\": \"P9999D\""),
        IMMUTABLE("\"durability\": \"best-effort\", \"description\": \"other\""),
        NOT_OFFERED("\"isolation\": \"dedicated\"");

        private final String members;

        Wished(String members) {
            this.members = members;
        }

        NamespaceSpec spec() {
            return Specs.read(Specs.keyValue(members));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            useHeadersInDisplayName = true,
            textBlock =
                    """
                    KNOWN    | WISHED      | IF-MATCH | CREATE ONLY | UNDER WAY | ACTION | CHANGED                | REFUSALS
                             | SAME        |          | false       | false     | CREATE |                        |
                             | SAME        |          | true        | false     | CREATE |                        |
                             | CHANGED     |          | false       | false     | CREATE |                        |
                             | IMMUTABLE   |          | false       | false     | CREATE |                        |
                             | SAME        | 7        | false       | false     | CREATE |                        | PRECONDITION_FAILED
                             | INVALID     |          | false       | false     | CREATE |                        | INVALID_REQUEST
                             | NOT_OFFERED |          | false       | false     | CREATE |                        | INVALID_REQUEST
                             | NOT_OFFERED | 7        | true        | false     | CREATE |                        | PRECONDITION_FAILED INVALID_REQUEST
                    ACTIVE   | SAME        |          | false       | false     | NONE   |                        |
                    ACTIVE   | SAME        | 7        | false       | false     | NONE   |                        |
                    ACTIVE   | SAME        | 6        | false       | false     | NONE   |                        | PRECONDITION_FAILED
                    ACTIVE   | SAME        |          | true        | false     | NONE   |                        | NAME_TAKEN
                    ACTIVE   | SAME        | 6        | true        | false     | NONE   |                        | NAME_TAKEN PRECONDITION_FAILED
                    ACTIVE   | CHANGED     | 7        | false       | false     | CHANGE | description ttl        |
                    ACTIVE   | CHANGED     |          | false       | false     | CHANGE | description ttl        | PRECONDITION_REQUIRED
                    ACTIVE   | CHANGED     | 6        | false       | false     | CHANGE | description ttl        | PRECONDITION_FAILED
                    ACTIVE   | CHANGED     | 8        | false       | false     | CHANGE | description ttl        | PRECONDITION_FAILED
                    ACTIVE   | CHANGED     | 7        | true        | false     | CHANGE | description ttl        | NAME_TAKEN
                    ACTIVE   | INVALID     | 7        | false       | false     | CHANGE | ttl                    | INVALID_REQUEST
                    ACTIVE   | IMMUTABLE   | 7        | false       | false     | CHANGE | description durability | IMMUTABLE_FIELD
                    ACTIVE   | IMMUTABLE   |          | false       | false     | CHANGE | description durability | IMMUTABLE_FIELD PRECONDITION_REQUIRED
                    ACTIVE   | NOT_OFFERED | 7        | false       | false     | CHANGE | isolation              | IMMUTABLE_FIELD INVALID_REQUEST
                    CHANGING | SAME        |          | false       | true      | NONE   |                        |
                    CHANGING | SAME        | 6        | false       | true      | NONE   |                        | PRECONDITION_FAILED
                    CHANGING | CHANGED     | 7        | false       | true      | CHANGE | description ttl        | OPERATION_IN_PROGRESS
                    CHANGING | CHANGED     |          | false       | true      | CHANGE | description ttl        | PRECONDITION_REQUIRED OPERATION_IN_PROGRESS
                    CHANGING | NOT_OFFERED | 6        | true        | true      | CHANGE | isolation              | NAME_TAKEN PRECONDITION_FAILED IMMUTABLE_FIELD INVALID_REQUEST OPERATION_IN_PROGRESS
                    RETIRING | SAME        |          | false       | true      | NONE   |                        | OPERATION_IN_PROGRESS
                    RETIRING | SAME        | 7        | false       | true      | NONE   |                        | OPERATION_IN_PROGRESS
                    RETIRING | SAME        |          | true        | true      | NONE   |                        | NAME_TAKEN OPERATION_IN_PROGRESS
                    RETIRING | CHANGED     | 7        | false       | true      | CHANGE | description ttl        | OPERATION_IN_PROGRESS
                    """)
    void whatAPutComesTo(
            @Nullable NamespaceState known,
            Wished wished,
            @Nullable Long ifMatch,
            boolean createOnly,
            boolean underWay,
            Action action,
            @Nullable String changed,
            @Nullable String refusals) {
        Wish wish =
                Wish.put(
                        known == null ? null : row(known, false),
                        underWay ? OPERATION : null,
                        wished.spec(),
                        ifMatch,
                        createOnly);
        assertThat(wish.action()).isEqualTo(action);
        assertThat(wish.changed()).containsExactlyElementsOf(words(changed));
        assertThat(codes(wish)).containsExactlyElementsOf(words(refusals));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            useHeadersInDisplayName = true,
            textBlock =
                    """
                    PROTECTED | IF-MATCH | UNDER WAY | REFUSALS
                    false     |          | false     |
                    false     | 7        | false     |
                    false     | 6        | false     | PRECONDITION_FAILED
                    false     |          | true      | OPERATION_IN_PROGRESS
                    false     | 7        | true      | OPERATION_IN_PROGRESS
                    false     | 6        | true      | PRECONDITION_FAILED OPERATION_IN_PROGRESS
                    true      |          | false     | DELETION_PROTECTED
                    true      | 7        | false     | DELETION_PROTECTED
                    true      | 6        | false     | PRECONDITION_FAILED DELETION_PROTECTED
                    true      |          | true      | DELETION_PROTECTED OPERATION_IN_PROGRESS
                    true      | 7        | true      | DELETION_PROTECTED OPERATION_IN_PROGRESS
                    true      | 6        | true      | PRECONDITION_FAILED DELETION_PROTECTED OPERATION_IN_PROGRESS
                    """)
    void whatARetirementComesTo(
            boolean isProtected,
            @Nullable Long ifMatch,
            boolean underWay,
            @Nullable String refusals) {
        Wish wish =
                Wish.retire(
                        row(NamespaceState.ACTIVE, isProtected),
                        underWay ? OPERATION : null,
                        ifMatch);
        assertThat(wish.action()).isEqualTo(Action.RETIRE);
        assertThat(wish.changed()).isEmpty();
        assertThat(codes(wish)).containsExactlyElementsOf(words(refusals));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            useHeadersInDisplayName = true,
            textBlock =
                    """
                    RETENTION | PURGE   | UNDER WAY | NAME TAKEN | REFUSALS
                    3600      | WAITING | false     | false      |
                    3600      |         | false     | false      |
                    3600      | WAITING | false     | true       | NAME_TAKEN
                    3600      | WAITING | true      | false      | OPERATION_IN_PROGRESS
                    3600      | WAITING | true      | true       | OPERATION_IN_PROGRESS NAME_TAKEN
                    3600      | BEGUN   | false     | false      | PURGE_BEGUN
                    3600      | BEGUN   | false     | true       | PURGE_BEGUN NAME_TAKEN
                    0         |         | true      | false      | PURGE_BEGUN
                    0         |         | false     | true       | PURGE_BEGUN NAME_TAKEN
                              |         | false     | false      | PURGE_BEGUN
                    """)
    void whatARestoringComesTo(
            @Nullable Long retention,
            @Nullable String purge,
            boolean underWay,
            boolean taken,
            @Nullable String refusals) {
        NamespaceRow retired = row(NamespaceState.RETIRED, false);
        retired.retentionSeconds = retention;
        Uid uid = Uid.of("a2345678901234567890");
        Wish wish =
                Wish.restore(
                        retired,
                        underWay ? OPERATION : null,
                        purge == null
                                ? null
                                : new Purge(uid, OPERATION, purge.equals("BEGUN"), Instant.EPOCH),
                        taken ? uid : null);
        assertThat(wish.action()).isEqualTo(Action.RESTORE);
        assertThat(codes(wish)).containsExactlyElementsOf(words(refusals));
        assertThat(wish.refusals())
                .filteredOn(refusal -> refusal.code() == ProblemCode.NAME_TAKEN)
                .allSatisfy(
                        refusal ->
                                assertThat(refusal.detail())
                                        .contains("demo/profiles", uid.value()));
    }

    @Test
    void theFirstRefusalIsAnswered() {
        NamespaceRow known = row(NamespaceState.CHANGING, false);
        Wish refused = Wish.put(known, OPERATION, Wished.IMMUTABLE.spec(), null, false);
        assertThatThrownBy(refused::enforce).isSameAs(refused.refusals().getFirst());
        Wish granted = Wish.put(known, null, Wished.CHANGED.spec(), REVISION, false);
        assertThatCode(granted::enforce).doesNotThrowAnyException();
    }

    @Test
    void aRefusalSaysWhatIsToBeDone() {
        NamespaceRow known = row(NamespaceState.CHANGING, true);
        Wish put = Wish.put(known, OPERATION, Wished.IMMUTABLE.spec(), null, true);
        assertThat(refusal(put, ProblemCode.NAME_TAKEN).detail()).contains("demo/profiles");
        assertThat(refusal(put, ProblemCode.IMMUTABLE_FIELD).violations())
                .extracting(Violation::field)
                .containsExactly("durability");
        assertThat(refusal(put, ProblemCode.PRECONDITION_REQUIRED).detail()).contains("it is 7");
        assertThat(refusal(put, ProblemCode.OPERATION_IN_PROGRESS).operationId())
                .isEqualTo(OPERATION);

        Wish retire = Wish.retire(known, OPERATION, 6L);
        assertThat(refusal(retire, ProblemCode.PRECONDITION_FAILED).detail())
                .contains("at revision 7");
        assertThat(refusal(retire, ProblemCode.DELETION_PROTECTED).detail())
                .contains("demo/profiles", "deletion_protection");
    }

    @Test
    void whoWantsBackWhatAPurgeFailedToDropIsToldToRetryThePurge() {
        NamespaceRow retired = row(NamespaceState.RETIRED, false);
        retired.retentionSeconds = 60L;
        Uid uid = Uid.of("a2345678901234567890");
        Wish wish = Wish.restore(retired, null, new Purge(uid, OPERATION, true, null), null);
        ProblemException refusal = refusal(wish, ProblemCode.PURGE_BEGUN);
        assertThat(refusal.detail()).contains(OPERATION.toString(), "retry it");
        assertThat(refusal.operationId()).isEqualTo(OPERATION);
        Wish begun =
                Wish.restore(retired, null, new Purge(uid, OPERATION, true, Instant.EPOCH), null);
        assertThat(refusal(begun, ProblemCode.PURGE_BEGUN).detail()).contains("is being purged");
    }

    private static NamespaceRow row(NamespaceState state, boolean isProtected) {
        NamespaceRow row = new NamespaceRow();
        row.tenant = "demo";
        row.name = "profiles";
        row.revision = REVISION;
        row.state = state;
        row.spec = Specs.read(Specs.keyValue("\"deletion_protection\": " + isProtected));
        return row;
    }

    private static ProblemException refusal(Wish wish, ProblemCode code) {
        return wish.refusals().stream()
                .filter(refusal -> refusal.code() == code)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> codes(Wish wish) {
        return wish.refusals().stream().map(refusal -> refusal.code().name()).toList();
    }

    private static List<String> words(@Nullable String text) {
        return text == null ? List.of() : Arrays.asList(text.split(" ", -1));
    }
}
