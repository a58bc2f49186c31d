/** What readiness says. */
@NullMarked
package io.quarry.api.health;

import org.jspecify.annotations.NullMarked;
