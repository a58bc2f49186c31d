package io.quarry.api.control;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The nudges that make a worker look at once. */
@ConfigMapping(prefix = "quarry.nudges")
public interface NudgeConfig {
    /** Kafka's bootstrap servers. */
    @WithDefault("127.0.0.1:9092")
    String bootstrap();

    /** The topic; its key is the operation's id. */
    @WithDefault("quarry.operations")
    String topic();

    /**
     * How many nudges may wait; more are dropped, because the worker's sweeper finds every
     * operation anyway.
     */
    @WithDefault("1000")
    int waiting();

    /** The longest that one nudge is tried. */
    @WithDefault("PT5S")
    Duration giveUpAfter();
}
