/**
 * Service accounts as clients of the identity provider: making them, removing them, and bringing
 * the two worlds in line again after a crash or an outage. Nothing that serves data depends on it.
 */
@NullMarked
package io.quarry.api.identity;

import org.jspecify.annotations.NullMarked;
