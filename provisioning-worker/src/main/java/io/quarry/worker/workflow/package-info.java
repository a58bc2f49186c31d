/**
 * What operations do: each workflow is a list of idempotent steps and reads as a table of contents.
 * A step may be carried out any number of times, by any worker, from any point where the one before
 * it was killed.
 */
@NullMarked
package io.quarry.worker.workflow;

import org.jspecify.annotations.NullMarked;
