/** The two ways to a statement, on the real database. */
@NullMarked
package io.quarry.metadata.row;

import org.jspecify.annotations.NullMarked;
