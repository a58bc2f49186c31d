/**
 * The data routes: from the bytes of a request to the semantics of an abstraction and back, as
 * plain Vert.x handlers. Everything that can refuse runs on the event loop; what may wait for a
 * store runs on one virtual thread. No other package answers data calls. This package is the frame;
 * each abstraction has a {@link io.quarry.api.data.Plug} in a package of its own below.
 */
@NullMarked
package io.quarry.api.data;

import org.jspecify.annotations.NullMarked;
