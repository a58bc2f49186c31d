/** The promises of search, the grammar of queries, and what is made of them. */
@NullMarked
package io.quarry.abstractions.search;

import org.jspecify.annotations.NullMarked;
