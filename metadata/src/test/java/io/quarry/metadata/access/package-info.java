/** The roles and what each may do, as a table. */
@NullMarked
package io.quarry.metadata.access;

import org.jspecify.annotations.NullMarked;
