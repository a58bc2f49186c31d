package io.quarry.metadata.capacity;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** What an operator may set about capacity. */
@ConfigMapping(prefix = "quarry.capacity")
public interface CapacityConfig {
    /**
     * A price list in JSON, read at the start, in place of the one that comes along;
     * docs/capacity.md has its members.
     */
    Optional<Path> pricesFile();
}
