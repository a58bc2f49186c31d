package io.quarry.abstractions.search;

import io.quarry.stores.spi.search.SearchField;
import io.quarry.stores.spi.search.SearchField.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A namespace with a field of each type, and JSON with apostrophes for quotation marks. */
final class Sample {
    static final List<SearchField> FIELDS =
            List.of(
                    SearchField.of("title", Type.TEXT),
                    new SearchField("whole", Type.TEXT, "keyword", null),
                    SearchField.of("tag", Type.KEYWORD),
                    SearchField.of("views", Type.LONG),
                    SearchField.of("price", Type.DOUBLE),
                    SearchField.of("seen", Type.DATE),
                    SearchField.of("open", Type.BOOLEAN),
                    SearchField.of("place", Type.GEO_POINT),
                    new SearchField("meaning", Type.DENSE_VECTOR, null, 2));

    private Sample() {}

    static SearchSettings settings() {
        return new SearchSettings(FIELDS, SearchLimits.standard());
    }

    static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    static SearchQuery query(String text) {
        return QueryReader.read(json(text), settings());
    }

    /** The usual ones, but for one point in time at a time. */
    static SearchLimits onePointInTime() {
        SearchLimits usual = SearchLimits.standard();
        return new SearchLimits(
                usual.idBytes(),
                usual.documentBytes(),
                usual.keywordBytes(),
                usual.values(),
                usual.batchItems(),
                usual.batchBytes(),
                usual.queryBytes(),
                usual.depth(),
                usual.conditions(),
                usual.terms(),
                usual.textBytes(),
                usual.sorts(),
                usual.facets(),
                usual.facetValues(),
                usual.highlights(),
                usual.nearest(),
                usual.candidates(),
                usual.pageItems(),
                usual.defaultPageItems(),
                usual.pageBytes(),
                usual.defaultPageBytes(),
                usual.cost(),
                1);
    }
}
