package io.quarry.api.control;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Sizes and times of the control routes. */
@ConfigMapping(prefix = "quarry.control")
public interface ControlConfig {
    /** The largest body of a control request. */
    @WithDefault("256K")
    MemorySize largestBody();

    /** The longest that {@code ?wait} holds an answer; longer wishes are shortened to it. */
    @WithDefault("PT60S")
    Duration longestWait();

    /** How often a watched operation is read again. */
    @WithDefault("PT0.1S")
    Duration watchEvery();

    /** How many requests may watch operations at the same time; more are answered at once. */
    @WithDefault("500")
    int watchers();

    /**
     * A comment is sent on an event stream after such a silence, so that nothing between takes it
     * for dead.
     */
    @WithDefault("PT15S")
    Duration heartbeat();

    /** How often the database is asked whether it answers. */
    @WithDefault("PT2S")
    Duration probeEvery();
}
