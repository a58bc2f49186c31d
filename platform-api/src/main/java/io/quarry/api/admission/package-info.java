/**
 * Who may pass just now: a token bucket a namespace, so that one tenant cannot eat another's share,
 * and a limit of calls in flight a shard, so that a slow shard fills only its own room. Decisions
 * only, made without a lock or a wait; the answer on the wire is the data package's.
 */
@NullMarked
package io.quarry.api.admission;

import org.jspecify.annotations.NullMarked;
