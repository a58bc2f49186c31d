package io.quarry.metadata.operation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalDouble;

/** Which operations wait until somebody approves them. */
@ConfigMapping(prefix = "quarry.approvals")
public interface ApprovalConfig {
    /** Those that destroy data at once, as a deletion without retention does. */
    @WithDefault("false")
    boolean destroyingData();

    /**
     * Those that bring a namespace above that cost a month, in the currency of the price list; none
     * where it is not set.
     */
    OptionalDouble monthlyCost();

    /** How long they can be approved; what nobody has approved by then is cancelled. */
    @WithDefault("P7D")
    Duration expireAfter();
}
