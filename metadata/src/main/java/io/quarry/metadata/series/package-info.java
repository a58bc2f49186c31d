/**
 * The turn of time-series' slices: which namespace is due, how far its tables reach, what may be
 * dropped, and why a turn fails. What a table is, is the stores' affair.
 */
@NullMarked
package io.quarry.metadata.series;

import org.jspecify.annotations.NullMarked;
