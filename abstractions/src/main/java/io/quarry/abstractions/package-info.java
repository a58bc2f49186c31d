/**
 * What each data abstraction means, built once over the interfaces of the stores. This package
 * holds only what all abstractions share: how a request is refused.
 */
@NullMarked
package io.quarry.abstractions;

import org.jspecify.annotations.NullMarked;
