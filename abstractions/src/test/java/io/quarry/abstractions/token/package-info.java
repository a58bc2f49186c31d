/** Tokens, tested without a store. One file a thing that is promised. */
@NullMarked
package io.quarry.abstractions.token;

import org.jspecify.annotations.NullMarked;
