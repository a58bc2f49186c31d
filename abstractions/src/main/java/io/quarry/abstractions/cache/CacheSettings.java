package io.quarry.abstractions.cache;

import io.quarry.stores.spi.CacheSpace;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is particular to one namespace.
 *
 * @param space where its entries lie now; another after a flush
 * @param defaultTtl for entries that bring none; null means that they stay until evicted
 */
public record CacheSettings(CacheSpace space, @Nullable Duration defaultTtl, CacheLimits limits) {}
