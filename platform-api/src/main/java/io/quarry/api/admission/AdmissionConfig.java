package io.quarry.api.admission;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** Limits that hold where a namespace's route names none, and the room a shard has. */
@ConfigMapping(prefix = "quarry.admission")
public interface AdmissionConfig {
    /** Read units a second for a namespace whose route names no rate. */
    @WithDefault("2000")
    @Min(1)
    int defaultReadsPerSecond();

    /** Write units a second for a namespace whose route names no rate. */
    @WithDefault("1000")
    @Min(1)
    int defaultWritesPerSecond();

    /** How many seconds' worth of its rate a namespace may spend at once after a quiet time. */
    @WithDefault("2")
    @Min(1)
    int burstSeconds();

    /** The smallest burst, in units: a namespace with a tiny rate can still fill a page. */
    @WithDefault("200")
    @Min(1)
    int leastBurst();

    /** Calls that may be at one shard at the same time from this process. */
    @WithDefault("256")
    @Min(1)
    int inFlightPerShard();
}
