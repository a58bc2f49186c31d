package io.quarry.api.role;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.Set;

/** Which roles this process has. */
@ConfigMapping(prefix = "quarry.roles")
public interface RolesConfig {
    /** At least one; with commas between. */
    @WithParentName
    @WithDefault("control,data,background")
    Set<ProcessRole> roles();
}
