/** Whose transaction sees what, and tenants by name, on the real database. */
@NullMarked
package io.quarry.metadata.tenant;

import org.jspecify.annotations.NullMarked;
