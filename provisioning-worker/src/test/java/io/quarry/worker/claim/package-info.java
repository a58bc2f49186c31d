/** Tests of claiming that need no server. They inject time and chance. */
@NullMarked
package io.quarry.worker.claim;

import org.jspecify.annotations.NullMarked;
