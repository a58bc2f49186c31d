/**
 * Which shard plays which role for a namespace. A placement and its reservation are one act in the
 * transaction that creates the namespace, so two requests never take the same room.
 */
@NullMarked
package io.quarry.metadata.placement;

import org.jspecify.annotations.NullMarked;
