/**
 * What changed, on its way to those who listen: the triggers of the migration write it, the worker
 * publishes it. What an event means is in docs/reference/events.md.
 */
@NullMarked
package io.quarry.metadata.event;

import org.jspecify.annotations.NullMarked;
