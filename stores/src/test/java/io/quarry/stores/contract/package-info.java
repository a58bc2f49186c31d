/**
 * What each store interface promises, run against every engine that implements it. An engine's
 * whole test is a class that says how to get a store; what differs between engines belongs in that
 * class, nothing else.
 */
@NullMarked
package io.quarry.stores.contract;

import org.jspecify.annotations.NullMarked;
