/** The promises of the cache, on memory and on memcached. */
@NullMarked
package io.quarry.abstractions.cache;

import org.jspecify.annotations.NullMarked;
