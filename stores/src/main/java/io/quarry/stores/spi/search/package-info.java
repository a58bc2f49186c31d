/**
 * What a store of documents promises that can be searched, in storage words: documents of declared
 * fields, conditions on them, pages of what meets them. How a caller writes a query, and what a
 * query may cost, is not here.
 */
@NullMarked
package io.quarry.stores.spi.search;

import org.jspecify.annotations.NullMarked;
