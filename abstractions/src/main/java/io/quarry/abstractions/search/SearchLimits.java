package io.quarry.abstractions.search;

/**
 * How large things may be. Sizes are in bytes.
 *
 * @param idBytes of a document's id, which has at least one
 * @param documentBytes of a document as it was sent
 * @param keywordBytes of a keyword, in a document and in a query
 * @param values of one field in one document
 * @param batchItems writes in one request
 * @param batchBytes of all writes in one request
 * @param queryBytes of a query as it was sent
 * @param depth how deep conditions may lie in each other
 * @param conditions of one query
 * @param terms values of one {@code terms}
 * @param textBytes of one {@code match}
 * @param sorts keys of an order
 * @param facets of one query
 * @param facetValues of one facet, values or ranges
 * @param highlights fields of one query
 * @param nearest the most that one query asks for
 * @param candidates the most that a shard looks at for them
 * @param pageItems the largest page; a request for more gets this many
 * @param defaultPageItems where the request says nothing
 * @param pageBytes the largest page_bytes
 * @param defaultPageBytes where the request says nothing
 * @param cost the most units that a query may cost
 * @param pointsInTime how many are held open for one namespace by one gateway
 */
public record SearchLimits(
        int idBytes,
        int documentBytes,
        int keywordBytes,
        int values,
        int batchItems,
        int batchBytes,
        int queryBytes,
        int depth,
        int conditions,
        int terms,
        int textBytes,
        int sorts,
        int facets,
        int facetValues,
        int highlights,
        int nearest,
        int candidates,
        int pageItems,
        int defaultPageItems,
        int pageBytes,
        int defaultPageBytes,
        int cost,
        int pointsInTime) {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    /** The limits that the documentation states. */
    public static SearchLimits standard() {
        return new SearchLimits(
                512, 256 * KIB, KIB, 1_000, 1_000, 4 * MIB, 64 * KIB, 8, 128, 1_000, KIB, 4, 10,
                100, 10, 200, 1_000, 200, 10, 4 * MIB, MIB, 500, 100);
    }
}
