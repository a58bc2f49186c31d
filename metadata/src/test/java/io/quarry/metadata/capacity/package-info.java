/** The planner's models, by worked cases and by what must hold of any workload. */
@NullMarked
package io.quarry.metadata.capacity;

import org.jspecify.annotations.NullMarked;
