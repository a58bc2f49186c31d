/** Quotas, under requests that want the last of them, and recounted, on the real database. */
@NullMarked
package io.quarry.metadata.usage;

import org.jspecify.annotations.NullMarked;
