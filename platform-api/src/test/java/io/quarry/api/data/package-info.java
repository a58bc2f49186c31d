/**
 * Tests of the data routes. What can be decided without servers is decided here, over real HTTP and
 * the store in memory.
 */
@NullMarked
package io.quarry.api.data;

import org.jspecify.annotations.NullMarked;
