/**
 * What the gateway is measured against: the driver alone, and a handler that does nothing but the
 * same statement. It exists so that a figure for the gateway is always a ratio to something that
 * ran beside it, on the same table and the same machine.
 */
@NullMarked
package io.quarry.bench;

import org.jspecify.annotations.NullMarked;
