/**
 * One effect and one answer per idempotency key. The record of a key is part of the transaction
 * that it protects.
 */
@NullMarked
package io.quarry.metadata.idempotency;

import org.jspecify.annotations.NullMarked;
