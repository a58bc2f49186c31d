/**
 * Looks at shards again and again: one worker asks each how it is, by itself and within its own
 * time, and metadata keeps what was found.
 */
@NullMarked
package io.quarry.worker.health;

import org.jspecify.annotations.NullMarked;
