/** What the metadata knows of a cache besides its namespace: how often it was flushed. */
@NullMarked
package io.quarry.metadata.cache;

import org.jspecify.annotations.NullMarked;
