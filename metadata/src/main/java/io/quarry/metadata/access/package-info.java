/**
 * Who may do what where: principals, roles, scopes and grants. The table of roles is a pure
 * function; grants travel to the data plane inside the routes.
 */
@NullMarked
package io.quarry.metadata.access;

import org.jspecify.annotations.NullMarked;
