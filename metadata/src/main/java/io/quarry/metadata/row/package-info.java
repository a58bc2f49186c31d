/**
 * What rows of all features share: their JSON, their identifiers, their clock. Nothing here is
 * about one feature.
 */
@NullMarked
package io.quarry.metadata.row;

import org.jspecify.annotations.NullMarked;
