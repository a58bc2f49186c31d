/**
 * The routes of the cache: requests become calls of {@link io.quarry.abstractions.cache}, and what
 * those answer becomes bytes.
 */
@NullMarked
package io.quarry.api.data.cache;

import org.jspecify.annotations.NullMarked;
