package io.quarry.stores.elasticsearch;

import io.quarry.stores.spi.StoreException;
import io.quarry.stores.spi.Version;

/**
 * A version as the one number that Elasticsearch compares: 52 bits of generation (until the year
 * 2112), one that is set of a deletion, so that it wins, and the nonce's highest 10. Where even
 * these are equal, whichever comes first stays, whole.
 */
final class DocumentVersion {
    private static final int GENERATION_BITS = 52;
    private static final int NONCE_BITS = 10;
    private static final long DELETED = 1L << NONCE_BITS;

    private DocumentVersion() {}

    /**
     * @throws StoreException.Rejected where the generation is too large
     */
    static long of(Version version, boolean deleted) {
        if (version.generation() >>> GENERATION_BITS != 0) {
            throw new StoreException.Rejected(
                    "a generation has " + GENERATION_BITS + " bits: " + version.generation(), null);
        }
        return version.generation() << (NONCE_BITS + 1)
                | (deleted ? DELETED : 0)
                | version.nonce() >>> (Long.SIZE - NONCE_BITS);
    }
}
