/**
 * A tenant's programs: service accounts and their credentials. What the identity provider knows of
 * them follows these rows, which are written before its clients are made and removed after.
 */
@NullMarked
package io.quarry.metadata.serviceaccount;

import org.jspecify.annotations.NullMarked;
