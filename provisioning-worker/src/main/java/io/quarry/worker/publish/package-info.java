/**
 * Copies route records from PostgreSQL to the compacted topic that the data plane listens to. One
 * worker at a time does it, and whatever the topic lost is put back, because the rows are the truth
 * and the topic is a copy. How one worker is elected for an office is of use to others, too.
 */
@NullMarked
package io.quarry.worker.publish;

import org.jspecify.annotations.NullMarked;
