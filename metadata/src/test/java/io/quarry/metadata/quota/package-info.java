/** Quotas, under requests that want the last of them, and recounted, on the real database. */
@NullMarked
package io.quarry.metadata.quota;

import org.jspecify.annotations.NullMarked;
