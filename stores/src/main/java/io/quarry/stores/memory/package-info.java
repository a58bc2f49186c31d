/**
 * Every store interface in memory: the reference that says what the contract means, and what fast
 * tests run on. It is exact where engines are approximate, and keeps nothing.
 */
@NullMarked
package io.quarry.stores.memory;

import org.jspecify.annotations.NullMarked;
