/** Who may turn slices, what may go, and what is reserved meanwhile. */
@NullMarked
package io.quarry.metadata.series;

import org.jspecify.annotations.NullMarked;
