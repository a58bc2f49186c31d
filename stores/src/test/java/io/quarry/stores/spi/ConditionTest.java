package io.quarry.stores.spi;

import static io.quarry.stores.spi.Condition.Verdict.DONE;
import static io.quarry.stores.spi.Condition.Verdict.REFUSE;
import static io.quarry.stores.spi.Condition.Verdict.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.stores.spi.Condition.Verdict;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rule of conditional writes, as a table; every write has the version 5-1. */
class ConditionTest {
    private static final Version MINE = new Version(5, 1);
    private static final Condition ABSENT = new Condition.Absent();

    private record Case(
            String what, Condition condition, @Nullable Standing found, Verdict verdict) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Condition is(long generation, long nonce) {
        return new Condition.Is(new Version(generation, nonce));
    }

    private static Standing live(long generation, long nonce) {
        return new Standing(new Version(generation, nonce), true);
    }

    private static Standing dead(long generation, long nonce) {
        return new Standing(new Version(generation, nonce), false);
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("create where nothing is", ABSENT, null, WRITE),
                new Case("create where an item is", ABSENT, live(4, 1), REFUSE),
                new Case("create after a deletion", ABSENT, dead(4, 1), WRITE),
                new Case("create again", ABSENT, live(5, 1), DONE),
                new Case("create late, after a deletion", ABSENT, dead(6, 1), REFUSE),
                new Case("create at a deletion's generation", ABSENT, dead(5, 0), REFUSE),
                new Case("replace what is there", is(4, 1), live(4, 1), WRITE),
                new Case("replace what has another nonce", is(4, 1), live(4, 2), REFUSE),
                new Case("replace what was replaced", is(3, 1), live(4, 1), REFUSE),
                new Case("replace what is gone", is(4, 1), null, REFUSE),
                new Case("replace what was deleted", is(4, 1), dead(4, 1), REFUSE),
                new Case("replace again", is(4, 1), live(5, 1), DONE),
                new Case("replace with its own version", is(5, 1), live(5, 1), DONE),
                new Case("replace what is newer", is(6, 1), live(6, 1), REFUSE),
                new Case("replace what is of its generation", is(5, 0), live(5, 0), REFUSE),
                new Case("delete again", is(4, 1), dead(5, 1), DONE));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_rule(Case one) {
        assertThat(one.condition().judge(MINE, one.found())).isEqualTo(one.verdict());
    }
}
