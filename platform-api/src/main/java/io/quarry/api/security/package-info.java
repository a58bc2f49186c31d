/**
 * Who is calling: bearer tokens are verified here, by keys that are kept in memory and on disk, so
 * that requests go on while the identity provider is away. What the caller may do is decided
 * elsewhere, by grants.
 */
@NullMarked
package io.quarry.api.security;

import org.jspecify.annotations.NullMarked;
