/**
 * Where the servers and our own services come from: Maven coordinates resolved once into a cache,
 * and the modules of this checkout built when their sources changed.
 */
@NullMarked
package io.quarry.local.artifact;

import org.jspecify.annotations.NullMarked;
