package io.quarry.stores.spi.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is searched for, and which page of it.
 *
 * @param nearest if not null, of all that meets {@code where} the nearest only
 * @param sort documents that it leaves equal are sorted by id, ascending
 * @param highlight fields of text whose matching words are to be shown
 * @param limit documents of the page, at least 1
 * @param after the sort values of the document that the page before ended with; empty begins
 * @param pointInTime searched as it was then; null is now
 * @param documents whether to bring documents, or their ids and versions only
 */
public record SearchRequest(
        Condition where,
        @Nullable Nearest nearest,
        List<Sort> sort,
        List<Facet> facets,
        List<SearchField> highlight,
        int limit,
        List<JsonNode> after,
        @Nullable String pointInTime,
        boolean documents) {
    public SearchRequest {
        sort = List.copyOf(sort);
        facets = List.copyOf(facets);
        highlight = List.copyOf(highlight);
        after = List.copyOf(after);
    }

    /** The first page of what meets a condition, as it is now. */
    public static SearchRequest of(Condition where, List<Sort> sort, int limit) {
        return new SearchRequest(
                where, null, sort, List.of(), List.of(), limit, List.of(), null, true);
    }

    /** The same at a point in time, gone on from a page. */
    public SearchRequest from(List<JsonNode> sortValues, @Nullable String at) {
        return new SearchRequest(
                where, nearest, sort, facets, highlight, limit, sortValues, at, documents);
    }

    /** The same with another size of the page. */
    public SearchRequest upTo(int most) {
        return new SearchRequest(
                where, nearest, sort, facets, highlight, most, after, pointInTime, documents);
    }
}
