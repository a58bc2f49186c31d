/**
 * Tests of the worker as a process: killed, starved of messages, cut off from Kafka. What they
 * start, they end.
 */
@NullMarked
package io.quarry.worker;

import org.jspecify.annotations.NullMarked;
