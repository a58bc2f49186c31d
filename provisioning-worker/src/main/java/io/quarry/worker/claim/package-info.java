/**
 * Finds operations that are due, holds them by a lease and a fencing number, and carries them from
 * step to step. PostgreSQL alone decides who holds what; a message from Kafka only shortens the
 * wait.
 */
@NullMarked
package io.quarry.worker.claim;

import org.jspecify.annotations.NullMarked;
