/**
 * Turns the slices of time-series namespaces as time goes on: the next one is there before it
 * begins, and those that have expired go.
 */
@NullMarked
package io.quarry.worker.series;

import org.jspecify.annotations.NullMarked;
