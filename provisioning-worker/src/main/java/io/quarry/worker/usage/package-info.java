/**
 * What gateways counted, from the topic into PostgreSQL. Workers share the topic's partitions; what
 * one of them stored and could not say so, another stores again, and that changes nothing.
 */
@NullMarked
package io.quarry.worker.usage;

import org.jspecify.annotations.NullMarked;
