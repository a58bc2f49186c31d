/** Transitions as a table, and what is seen of steps. */
@NullMarked
package io.quarry.metadata.operation;

import org.jspecify.annotations.NullMarked;
