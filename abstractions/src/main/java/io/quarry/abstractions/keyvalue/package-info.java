/**
 * Key-value: records that are sorted maps of versioned items. What the abstraction promises on top
 * of a store (tokens, limits, expiry, pages) belongs here; how items are kept does not.
 */
@NullMarked
package io.quarry.abstractions.keyvalue;

import org.jspecify.annotations.NullMarked;
