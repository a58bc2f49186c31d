/** Pools on nodes that answer, that are away, and that answer something else. */
@NullMarked
package io.quarry.stores.memcached;

import org.jspecify.annotations.NullMarked;
