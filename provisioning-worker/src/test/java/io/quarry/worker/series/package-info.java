/** What a turn of slices has to do, at whichever moment. */
@NullMarked
package io.quarry.worker.series;

import org.jspecify.annotations.NullMarked;
