/**
 * A schema of the tests' own, what is seeded into it, and what a test sees behind the doors' backs.
 */
@NullMarked
package io.quarry.metadata.kit;

import org.jspecify.annotations.NullMarked;
