/**
 * Tenants, and the one way into a transaction: {@link io.quarry.metadata.tenant.Tenancy} says for
 * which tenant work is done, so that no query can forget it. Nothing else opens transactions.
 */
@NullMarked
package io.quarry.metadata.tenant;

import org.jspecify.annotations.NullMarked;
