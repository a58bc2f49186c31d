/** The choice of a shard, tested without a store. */
@NullMarked
package io.quarry.metadata.placement;

import org.jspecify.annotations.NullMarked;
