/**
 * Search: versioned documents of declared fields, and the language in which they are asked for.
 * What the abstraction promises on top of a store (tokens, checks, limits, cost, pages) belongs
 * here; how documents are kept and found does not.
 */
@NullMarked
package io.quarry.abstractions.search;

import org.jspecify.annotations.NullMarked;
