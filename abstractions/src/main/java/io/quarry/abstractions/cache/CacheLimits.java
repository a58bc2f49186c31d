package io.quarry.abstractions.cache;

/**
 * How large things may be. Sizes are in bytes.
 *
 * @param keyBytes of a key, which may be empty
 * @param contentTypeBytes of an entry's content type
 * @param metadataBytes of all names and values of an entry's metadata
 * @param valueBytes of a value
 * @param keys in one request
 * @param answerBytes of the values that one request for several keys gets; what would go beyond is
 *     left for another
 */
public record CacheLimits(
        int keyBytes,
        int contentTypeBytes,
        int metadataBytes,
        int valueBytes,
        int keys,
        int answerBytes) {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    /** The limits that the documentation states. */
    public static CacheLimits standard() {
        return new CacheLimits(64 * KIB, 255, 4 * KIB, 4 * MIB, 100, 4 * MIB);
    }
}
