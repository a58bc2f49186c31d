/** Where tests may end a process, so that what is left then can be looked at. */
@NullMarked
package io.quarry.metadata.fault;

import org.jspecify.annotations.NullMarked;
