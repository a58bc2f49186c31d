package io.quarry.abstractions.paging;

import io.quarry.stores.spi.Bytes;
import java.time.Instant;

/**
 * One key of the ring.
 *
 * @param id names it in the tokens that it signed; unique in the ring
 * @param activeFrom from then on it may sign; it may check at once, so that all instances know a
 *     key before the first one uses it
 * @param secret at least 32 bytes
 */
public record SigningKey(int id, Instant activeFrom, Bytes secret) {
    static final int MIN_SECRET_BYTES = 32;

    /**
     * @throws IllegalArgumentException where the secret is too short
     */
    public SigningKey {
        if (secret.length() < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException("a signing key has at least 32 bytes");
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "SigningKey[id=" + Integer.toHexString(id) + ", activeFrom=" + activeFrom + "]";
    }
}
