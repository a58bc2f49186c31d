/** Changes that say only what differs: JSON Merge Patch, as a pure function. */
@NullMarked
package io.quarry.metadata.patch;

import org.jspecify.annotations.NullMarked;
