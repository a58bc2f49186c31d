package io.quarry.metadata.relational;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whose turn it is to get a new password: pure. */
final class Turn {
    private Turn() {}

    /**
     * A log-in that works keeps its password, whoever asks how often. Two exceptions are asked for:
     * {@code reissue}, where the newest password was lost, and {@code atOnce}, where none of the
     * old ones is to work on.
     *
     * @return empty while both work
     */
    static Optional<LoginSlot> of(
            List<Login> logins, boolean reissue, boolean atOnce, Instant now) {
        Optional<LoginSlot> newest =
                logins.stream().filter(Login::newest).map(Login::slot).findFirst();
        if (reissue && newest.isPresent()) {
            return newest;
        }
        List<LoginSlot> working =
                logins.stream().filter(login -> login.works(now)).map(Login::slot).toList();
        Optional<LoginSlot> free =
                Arrays.stream(LoginSlot.values())
                        .filter(slot -> !working.contains(slot))
                        .findFirst();
        if (free.isPresent() || !atOnce) {
            return free;
        }
        return working.stream().filter(slot -> !newest.equals(Optional.of(slot))).findFirst();
    }
}
