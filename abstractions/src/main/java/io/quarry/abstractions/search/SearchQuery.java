package io.quarry.abstractions.search;

import io.quarry.abstractions.paging.QueryHash;
import io.quarry.stores.spi.search.SearchRequest;
import org.jspecify.annotations.Nullable;

/**
 * A query that was read and found in order.
 *
 * @param request its first page
 * @param pages whether more than one page may be asked for
 * @param pageBytes where a page ends although there is more
 * @param pageToken of the page before; null begins
 * @param hash of what must be the same from page to page
 * @param cost in units of the namespace's rate, at least 1
 */
record SearchQuery(
        SearchRequest request,
        boolean pages,
        int pageBytes,
        @Nullable String pageToken,
        QueryHash hash,
        int cost) {}
