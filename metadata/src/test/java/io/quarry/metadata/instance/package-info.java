/** Registered gateways, on the real database. */
@NullMarked
package io.quarry.metadata.instance;

import org.jspecify.annotations.NullMarked;
