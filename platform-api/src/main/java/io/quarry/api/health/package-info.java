/**
 * What works and what is degraded, named part by part. A gateway stays ready while its essential
 * parts are, because requests that it can serve must keep reaching it when the control plane is
 * away.
 */
@NullMarked
package io.quarry.api.health;

import org.jspecify.annotations.NullMarked;
