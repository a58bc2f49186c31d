/**
 * The live data-plane processes and how far each has applied the routes. The worker waits for them
 * before it calls a namespace ACTIVE.
 */
@NullMarked
package io.quarry.metadata.instance;

import org.jspecify.annotations.NullMarked;
