package io.quarry.api.data;

import io.quarry.stores.spi.Deadline;
import io.vertx.core.MultiMap;
import java.time.Duration;

/** How long a request may take: what it says, or what is usual for its kind. */
public final class Timeouts {
    public static final String HEADER = "Quarry-Timeout-Ms";

    private Timeouts() {}

    public static Deadline of(MultiMap headers, DataCall call, DataConfig config) {
        var text = headers.get(HEADER);
        if (text == null) {
            return Deadline.after(call.isPoint() ? config.itemDeadline() : config.listDeadline());
        }
        var most = config.longestDeadline().toMillis();
        try {
            var millis = Long.parseLong(text);
            if (millis >= 1 && millis <= most) {
                return Deadline.after(Duration.ofMillis(millis));
            }
        } catch (NumberFormatException e) {
            // told below, in the same words
        }
        throw Refusals.invalid(HEADER, "must be a whole number from 1 to " + most);
    }
}
