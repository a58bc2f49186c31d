/**
 * The data routes of search: documents, batches of them, and queries. Only HTTP is here; what a
 * document or a query means is in {@code io.quarry.abstractions.search}.
 */
@NullMarked
package io.quarry.api.data.search;

import org.jspecify.annotations.NullMarked;
