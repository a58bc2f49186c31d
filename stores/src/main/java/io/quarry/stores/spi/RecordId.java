package io.quarry.stores.spi;

/**
 * One record of one namespace.
 *
 * @param id 1 to 65,535 bytes (abstractions allow less)
 */
public record RecordId(NamespaceRef namespace, Bytes id) {
    /** The longest id or key that every engine can hold, in bytes. */
    public static final int MAX_BYTES = 65_535;

    /**
     * @throws IllegalArgumentException where the id is empty or too long
     */
    public RecordId {
        if (id.isEmpty() || id.length() > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a record id has 1 to " + MAX_BYTES + " bytes: " + id.length());
        }
    }
}
