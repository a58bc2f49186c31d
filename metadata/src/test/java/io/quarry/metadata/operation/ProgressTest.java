package io.quarry.metadata.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Progress STEPS = new Progress(1, 4, "steps");

    @Test
    void whatIsCountedDownIsOfTheMostThatThereWas() {
        Progress begun = Progress.left(STEPS, 7, "placements");
        assertThat(begun).isEqualTo(new Progress(0, 7, "placements"));
        Progress later = Progress.left(begun, 2, "placements");
        assertThat(later).isEqualTo(new Progress(5, 7, "placements"));
        assertThat(later.isWhole()).isFalse();
        assertThat(Progress.left(later, 0, "placements").isWhole()).isTrue();
    }

    @Test
    void whatGrewIsNotLessThanNothing() {
        Progress before = new Progress(5, 7, "objects");
        assertThat(Progress.left(before, 9, "objects")).isEqualTo(new Progress(0, 9, "objects"));
    }

    @Test
    void anotherUnitBeginsAnew() {
        Progress before = new Progress(5, 7, "gateways");
        assertThat(Progress.left(before, 3, "objects")).isEqualTo(new Progress(0, 3, "objects"));
    }
}
