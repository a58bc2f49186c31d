/** One effect and one answer a key, with real transactions at the same time. */
@NullMarked
package io.quarry.metadata.idempotency;

import org.jspecify.annotations.NullMarked;
