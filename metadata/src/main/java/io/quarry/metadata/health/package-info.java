/**
 * Whether shards answer and what they have to say of themselves, as workers measure it: the last
 * measurement of each, and a short history for charts. What comes of it for the shard's state is
 * decided in {@code shard}.
 */
@NullMarked
package io.quarry.metadata.health;

import org.jspecify.annotations.NullMarked;
