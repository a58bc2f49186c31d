/** Tests of what is counted, in memory and at the edges of hours. */
@NullMarked
package io.quarry.api.usage;

import org.jspecify.annotations.NullMarked;
