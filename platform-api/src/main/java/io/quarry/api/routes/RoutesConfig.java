package io.quarry.api.routes;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Where routes come from, and how patient this process is with what may be away. */
@ConfigMapping(prefix = "quarry.routes")
public interface RoutesConfig {
    /** Kafka's bootstrap servers. */
    @WithDefault("127.0.0.1:9092")
    String bootstrap();

    /** The compacted topic; its only partition is 0. */
    @WithDefault("quarry.routes")
    String topic();

    /** How long one question to Kafka may take before Kafka counts as away. */
    @WithDefault("PT1.5S")
    Duration kafkaTimeout();

    /**
     * How often this instance shows that it lives, and asks PostgreSQL for changes while Kafka is
     * away.
     */
    @WithDefault("PT1S")
    Duration every();

    /**
     * How often PostgreSQL is asked for changes while Kafka answers: it mends what a publisher
     * missed.
     */
    @WithDefault("PT10S")
    Duration reconcileEvery();
}
