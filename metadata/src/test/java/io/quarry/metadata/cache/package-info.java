/** Flushes of caches, without a cache. */
@NullMarked
package io.quarry.metadata.cache;

import org.jspecify.annotations.NullMarked;
