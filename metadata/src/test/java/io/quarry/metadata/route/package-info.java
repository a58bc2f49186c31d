/** Routes under concurrent writers, on the real database. */
@NullMarked
package io.quarry.metadata.route;

import org.jspecify.annotations.NullMarked;
