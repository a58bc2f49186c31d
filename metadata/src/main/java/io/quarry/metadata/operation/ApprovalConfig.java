package io.quarry.metadata.operation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Which operations wait until somebody approves them. */
@ConfigMapping(prefix = "quarry.approvals")
public interface ApprovalConfig {
    /** Those that destroy data at once, as a deletion without retention does. */
    @WithDefault("false")
    boolean destroyingData();
}
