/**
 * Shards are the independently failing clusters that hold namespaces. Their capacity ledger lives
 * here, and the database itself refuses to overdraw it.
 */
@NullMarked
package io.quarry.metadata.shard;

import org.jspecify.annotations.NullMarked;
