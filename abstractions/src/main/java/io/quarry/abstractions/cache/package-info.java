/**
 * Cache: entries under keys of any bytes, which may be lost and are never another's. What the
 * abstraction promises on top of a store of small entries (large values, any keys, tokens, expiry,
 * flushes) belongs here; how nodes are asked does not.
 */
@NullMarked
package io.quarry.abstractions.cache;

import org.jspecify.annotations.NullMarked;
