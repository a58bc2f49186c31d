package io.quarry.metadata.access;

/**
 * A principal has a role on a scope; at most one role for each principal and scope.
 *
 * @param principal an address, {@code user:NAME} or {@code client:ID}
 */
public record Grant(String principal, Role role, Scope scope) {}
