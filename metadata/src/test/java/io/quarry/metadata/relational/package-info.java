/** Log-ins of databases, without one. */
@NullMarked
package io.quarry.metadata.relational;

import org.jspecify.annotations.NullMarked;
