/** Service accounts on the real database; the identity provider is platform-api's. */
@NullMarked
package io.quarry.metadata.serviceaccount;

import org.jspecify.annotations.NullMarked;
