/**
 * How tenants come into the databases of their relational namespaces: which of the two log-ins is
 * whose turn, and until when the other works. Passwords never come here.
 */
@NullMarked
package io.quarry.metadata.relational;

import org.jspecify.annotations.NullMarked;
