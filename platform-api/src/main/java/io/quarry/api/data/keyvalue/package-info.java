/**
 * The routes of key-value: requests become calls of {@link io.quarry.abstractions.keyvalue}, and
 * what those answer becomes bytes.
 */
@NullMarked
package io.quarry.api.data.keyvalue;

import org.jspecify.annotations.NullMarked;
