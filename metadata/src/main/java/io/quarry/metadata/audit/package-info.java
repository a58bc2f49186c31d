/**
 * Who did what, written in the transaction that did it, and what was denied, folded by minute. Rows
 * here are never changed by the application, only added.
 */
@NullMarked
package io.quarry.metadata.audit;

import org.jspecify.annotations.NullMarked;
