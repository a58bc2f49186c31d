/** The fleet, on the real database. */
@NullMarked
package io.quarry.metadata.shard;

import org.jspecify.annotations.NullMarked;
