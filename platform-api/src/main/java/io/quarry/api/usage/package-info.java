/**
 * What the data plane counts of each namespace by the hour, and how it gets to Kafka. Counting
 * takes no lock and waits for nobody; sending has a thread of its own.
 */
@NullMarked
package io.quarry.api.usage;

import org.jspecify.annotations.NullMarked;
