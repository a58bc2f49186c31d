/**
 * What a tenant's namespaces may take together, what they do take, and the recount that proves the
 * ledgers of tenants and of shards.
 */
@NullMarked
package io.quarry.metadata.quota;

import org.jspecify.annotations.NullMarked;
