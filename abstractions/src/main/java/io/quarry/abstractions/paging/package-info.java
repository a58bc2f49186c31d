/**
 * Page tokens: how a caller goes on where a page ended, on any instance, after any restart or move,
 * without being able to forge a position. Only signing and checking belong here; what a position
 * means is the abstraction's.
 */
@NullMarked
package io.quarry.abstractions.paging;

import org.jspecify.annotations.NullMarked;
