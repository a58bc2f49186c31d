package io.quarry.metadata.shard;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Where the servers of a shard come from. */
public enum Provider {
    /** They are there already, and stay when the shard goes. */
    EXISTING,

    /** The worker starts one on its own machine, and removes it with the shard. */
    LOCAL;

    /** Under which a shard's settings name it. */
    static final String SETTING = "provider";

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Settings that name none are of a shard that was registered before there was a choice. */
    static Provider of(Map<String, String> settings) {
        String named = settings.getOrDefault(SETTING, EXISTING.wire());
        return Stream.of(values())
                .filter(each -> each.wire().equals(named))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no provider " + named));
    }
}
