/** Service accounts on the running stack, with its Keycloak. */
@NullMarked
package io.quarry.api.identity;

import org.jspecify.annotations.NullMarked;
