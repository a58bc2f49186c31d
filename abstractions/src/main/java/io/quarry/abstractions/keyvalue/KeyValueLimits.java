package io.quarry.abstractions.keyvalue;

/**
 * How large things may be. Sizes are in bytes.
 *
 * @param recordIdBytes of a record's id, which has at least one
 * @param keyBytes of an item's key
 * @param contentTypeBytes of an item's content type
 * @param metadataBytes of all names and values of an item's metadata
 * @param valueBytes of an item's value
 * @param batchItems items in one request
 * @param batchBytes of all items in one request
 * @param pageItems the largest page; a request for more gets this many
 * @param pageBytes the largest page_bytes
 * @param defaultPageBytes page_bytes where the request has none
 */
public record KeyValueLimits(
        int recordIdBytes,
        int keyBytes,
        int contentTypeBytes,
        int metadataBytes,
        int valueBytes,
        int batchItems,
        int batchBytes,
        int pageItems,
        int pageBytes,
        int defaultPageBytes) {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    /** The limits that the documentation states. */
    public static KeyValueLimits standard() {
        return new KeyValueLimits(512, KIB, 255, 4 * KIB, MIB, 1_000, 4 * MIB, 1_000, 4 * MIB, MIB);
    }
}
