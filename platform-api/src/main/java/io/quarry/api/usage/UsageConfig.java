package io.quarry.api.usage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How usage gets from the data plane to Kafka. */
@ConfigMapping(prefix = "quarry.usage")
public interface UsageConfig {
    /** Kafka's bootstrap servers. */
    @WithDefault("127.0.0.1:9092")
    String bootstrap();

    /** The topic; its key is the run of the process. */
    @WithDefault("quarry.usage")
    String topic();

    /** How often what was counted is sent; a process that is killed loses no more than this. */
    @WithDefault("PT10S")
    Duration publishInterval();

    /** The longest that one batch is tried. */
    @WithDefault("PT5S")
    Duration giveUpAfter();

    /**
     * How many cells of past hours, one a namespace and hour, are kept while Kafka is away; the
     * oldest go first.
     */
    @WithDefault("100000")
    int mostCells();
}
