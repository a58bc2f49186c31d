/** Pages and their tokens, tested without a store. */
@NullMarked
package io.quarry.metadata.answer;

import org.jspecify.annotations.NullMarked;
