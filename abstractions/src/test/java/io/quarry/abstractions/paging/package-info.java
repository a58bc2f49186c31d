/** Page tokens, tested without a store. One file a thing that is promised. */
@NullMarked
package io.quarry.abstractions.paging;

import org.jspecify.annotations.NullMarked;
