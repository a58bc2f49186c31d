/**
 * What one stack is: where it keeps its files, which ports it takes, its secrets, and the
 * environment that it gives to services and tests. Nothing here starts anything.
 */
@NullMarked
package io.quarry.local.stack;

import org.jspecify.annotations.NullMarked;
