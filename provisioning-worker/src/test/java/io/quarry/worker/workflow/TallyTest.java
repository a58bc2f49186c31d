package io.quarry.worker.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.operation.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
    private final List<Progress> told = new ArrayList<>();

    @Test
    void whatWasNeverCountedBeginsWithAllThatIsLeft() {
        Tally tally = new Tally(new Progress(2, 5, "steps"), told::add);
        assertThat(tally.leftBefore("objects")).isEmpty();
        tally.left(2_500, "objects");
        assertThat(told).containsExactly(new Progress(0, 2_500, "objects"));
    }

    @Test
    void theNextTurnGoesOnWhereTheOneBeforeEnded() {
        Tally tally = new Tally(new Progress(1_000, 2_500, "objects"), told::add);
        assertThat(tally.leftBefore("objects")).hasValue(1_500);
        tally.left(500, "objects");
        tally.left(100, "objects");
        assertThat(told)
                .containsExactly(
                        new Progress(2_000, 2_500, "objects"),
                        new Progress(2_400, 2_500, "objects"));
    }
}
