package io.quarry.stores.memcached;

import io.quarry.stores.spi.StoreException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where exceptions of connections end. */
final class MemcachedErrors {
    private MemcachedErrors() {}

    /** Whatever it is, repeating is harmless and may help. */
    static StoreException translate(@Nullable IOException error) {
        return new StoreException.Unavailable(
                "memcached does not answer: " + (error == null ? "no node" : error.getMessage()),
                error);
    }
}
