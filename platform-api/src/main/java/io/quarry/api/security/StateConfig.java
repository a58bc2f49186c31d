package io.quarry.api.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Where this process keeps the files that let it start while everything else is away. */
@ConfigMapping(prefix = "quarry.state")
public interface StateConfig {
    /** A folder of this process alone; made when missing, its files have mode 0600. */
    @WithDefault(".quarry/state/platform-api")
    Path dir();
}
