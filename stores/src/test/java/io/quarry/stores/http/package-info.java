/** Nodes that answer, that are away, and that hang. */
@NullMarked
package io.quarry.stores.http;

import org.jspecify.annotations.NullMarked;
