/**
 * Plain HTTP to the nodes of a shard, for engines that speak it and need no client of their own.
 */
@NullMarked
package io.quarry.stores.http;

import org.jspecify.annotations.NullMarked;
