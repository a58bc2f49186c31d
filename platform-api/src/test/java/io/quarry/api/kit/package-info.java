/**
 * How integration tests speak to a running Quarry: over HTTP, with real tokens, and in no other
 * way. Where it runs comes from the environment that {@code ./quarry env} prints.
 */
@NullMarked
package io.quarry.api.kit;

import org.jspecify.annotations.NullMarked;
