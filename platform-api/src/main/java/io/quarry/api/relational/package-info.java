/**
 * Passwords of relational namespaces: made here and shown once, while the worker gives their
 * verifiers to the database.
 */
@NullMarked
package io.quarry.api.relational;

import org.jspecify.annotations.NullMarked;
