/**
 * A pool of memcached nodes as a place for caches. There is no structure in it to make: items are
 * told apart by their keys, which carry the namespace's uid and epoch.
 */
@NullMarked
package io.quarry.stores.memcached;

import org.jspecify.annotations.NullMarked;
