/**
 * The gateway and the control plane's REST routes, in one program. Each package is a feature; here
 * is only the start.
 */
@NullMarked
package io.quarry.api;

import org.jspecify.annotations.NullMarked;
