package io.quarry.metadata.relational;

import static io.quarry.metadata.relational.LoginSlot.A;
import static io.quarry.metadata.relational.LoginSlot.B;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TurnTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    private static Login login(LoginSlot slot, LoginState state, @Nullable Instant worksUntil) {
        return new Login(slot, slot == A ? 1 : 2, state, worksUntil);
    }

    private static Login active(LoginSlot slot, @Nullable Instant worksUntil) {
        return login(slot, LoginState.ACTIVE, worksUntil);
    }

    @Test
    void theyTakeTurns() {
        assertThat(Turn.of(List.of(), false, false, NOW)).contains(A);
        assertThat(Turn.of(List.of(active(A, null)), false, false, NOW)).contains(B);
        assertThat(
                        Turn.of(
                                List.of(login(A, LoginState.LOCKED, NOW), active(B, null)),
                                false,
                                false,
                                NOW))
                .contains(A);
        assertThat(Turn.of(List.of(active(A, NOW), active(B, null)), false, false, NOW))
                .as("past its overlap, whether it is locked already or not")
                .contains(A);
    }

    @Test
    void whatWorksKeepsItsPassword() {
        assertThat(Turn.of(List.of(active(A, LATER), active(B, null)), false, false, NOW))
                .isEmpty();
    }

    @Test
    void whatWasNeverShownHasItsTurnAgain() {
        for (LoginState begun : List.of(LoginState.SETTING, LoginState.SET)) {
            assertThat(Turn.of(List.of(login(A, begun, null)), false, false, NOW)).contains(A);
            assertThat(Turn.of(List.of(active(A, null), login(B, begun, null)), false, false, NOW))
                    .contains(B);
        }
    }

    @Test
    void aLostPasswordIsReplacedWhileTheOtherWorks() {
        List<Login> both = List.of(active(A, LATER), active(B, null));
        assertThat(Turn.of(both, true, false, NOW)).contains(B);
        assertThat(Turn.of(List.of(), true, false, NOW)).contains(A);
    }

    @Test
    void withoutAnOverlapALeakedPasswordIsAlwaysReplaced() {
        assertThat(Turn.of(List.of(active(A, LATER), active(B, null)), false, true, NOW))
                .contains(A);
    }
}
