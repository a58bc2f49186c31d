/**
 * The reference, held to the contract that it is the reference for. What only the memory store does
 * is tested here, too.
 */
@NullMarked
package io.quarry.stores.memory;

import org.jspecify.annotations.NullMarked;
