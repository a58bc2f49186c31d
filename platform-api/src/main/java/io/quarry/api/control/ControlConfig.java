package io.quarry.api.control;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
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

    /** How many exports of the audit log a principal may have under way in this process. */
    @WithDefault("2")
    @Min(1)
    int exportsPerPrincipal();

    /** How fast a principal may call. */
    Rates rates();

    interface Rates {
        @WithDefault("200")
        @Min(1)
        int readsPerSecond();

        @WithDefault("50")
        @Min(1)
        int changesPerSecond();

        /** How many seconds' worth may be spent at once after a quiet time. */
        @WithDefault("10")
        @Min(1)
        int burstSeconds();

        /** Of how many principals it is remembered what they spent. */
        @WithDefault("20000")
        @Min(1)
        int principals();
    }
}
