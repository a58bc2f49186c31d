/**
 * From a workload to what it takes: pure functions that turn what is expected of a namespace into a
 * demand in every dimension of a shard's capacity, a layout and a price. docs/capacity.md has the
 * formulas with their sources and worked cases.
 */
@NullMarked
package io.quarry.metadata.capacity;

import org.jspecify.annotations.NullMarked;
