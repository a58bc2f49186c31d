package io.quarry.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {
    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void everyCodeHasAnErrorStatusAndOnlyServersFaultsAreInternal(ProblemCode code) {
        assertThat(Statuses.of(code)).isBetween(400, 504);
        assertThat(Statuses.of(code) == 500).isEqualTo(code == ProblemCode.INTERNAL);
        assertThat(code.title()).isNotBlank();
        assertThat(code.code()).matches("[a-z]+(-[a-z]+)*");
    }

    @Test
    void aProblemIsWrittenAsRfc9457HasItWithItsFactsBesideTheMembers() throws Exception {
        var operation = UUID.fromString("019ab5c0-0000-7000-8000-000000000001");
        var refusal =
                new ProblemException(
                        ProblemCode.LIMIT_EXCEEDED,
                        "Too \"large\".",
                        List.of(new Violation("workload.items.mid", "is too large")),
                        Map.of("limit", 10L, "requested", 12.5, "shards", List.of("a", "b")),
                        operation);
        var json = new ObjectMapper().readTree(Problem.of(refusal).toJson());
        assertThat(json.get("type").asText()).isEqualTo("/docs/problems/limit-exceeded");
        assertThat(json.get("status").asInt()).isEqualTo(422);
        assertThat(json.get("detail").asText()).isEqualTo("Too \"large\".");
        assertThat(json.get("code").asText()).isEqualTo("limit-exceeded");
        assertThat(json.get("operation_id").asText()).isEqualTo(operation.toString());
        assertThat(json.get("limit").asLong()).isEqualTo(10);
        assertThat(json.get("requested").asDouble()).isEqualTo(12.5);
        assertThat(json.get("shards").get(1).asText()).isEqualTo("b");
        assertThat(json.get("violations").get(0).get("field").asText())
                .isEqualTo("workload.items.mid");
    }

    @Test
    void aDatabaseThatIsAwayIsAnOutageAndAMistakeOfOursIsNot() {
        assertThat(Outages.isOutage(new IllegalStateException(new SQLException("gone", "08006"))))
                .isTrue();
        assertThat(Outages.isOutage(new SQLException("shutting down", "57P01"))).isTrue();
        assertThat(
                        Outages.isOutage(
                                new SQLException(
                                        "Acquisition timeout while waiting for new connection")))
                .isTrue();
        assertThat(Outages.isOutage(commit(new SQLException("gone", "08006")))).isTrue();
        assertThat(Outages.isOutage(commit(new SQLException("a conflict", "23505")))).isFalse();
        assertThat(Outages.isOutage(new SQLException("bad grammar", "42601"))).isFalse();
        assertThat(Outages.isOutage(new IllegalStateException("a mistake"))).isFalse();
    }

    /** As the transaction manager tells of one that failed. */
    private static Throwable commit(SQLException met) {
        var resource = new XAException(XAException.XAER_RMERR);
        resource.initCause(met);
        var failed = new RollbackException("the transaction was rolled back");
        failed.addSuppressed(resource);
        return new IllegalStateException(failed);
    }

    @Test
    void aTraceParentGivesTheRequestIdAndRubbishDoesNot() {
        assertThat(RequestIds.choose("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
                .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(RequestIds.choose(null)).matches("[0-9a-f]{32}");
        assertThat(RequestIds.choose("00-00000000000000000000000000000000-00f067aa0ba902b7-01"))
                .matches("[0-9a-f]*[1-9a-f][0-9a-f]*");
        assertThat(RequestIds.choose("00-<script>bf92f3577b34da6a3ce929d0e-00f067aa0ba902b7-01"))
                .matches("[0-9a-f]{32}");
    }
}
