package io.quarry.abstractions.cache;

import io.quarry.abstractions.cache.Head.Chunks;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.CacheKey;
import io.quarry.stores.spi.CacheStore;
import io.quarry.stores.spi.CacheStore.Lookup;
import io.quarry.stores.spi.CacheStore.Outcome;
import io.quarry.stores.spi.Deadline;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Values that are too large for one place. Chunks are never overwritten: each attempt has keys of
 * its own, and the head, which names them, is written last. So a value is the whole of one attempt,
 * or none. Chunks that no head names go as the store evicts them, or with their lifetime.
 */
record Chunking(CacheStore store, EntryKeys keys) {
    /**
     * So that with its key and memcached's 56 bytes it fills a place of 129,376 bytes, eight of
     * which are a page (growth factor 1.25): less than 2 % are lost.
     */
    static final int CHUNK_BYTES = 126 * 1024;

    /** Writes the chunks of a value. */
    Chunks write(
            Bytes key,
            long attempt,
            ByteBuffer value,
            @Nullable Duration lifetime,
            Deadline deadline) {
        Chunks chunks = new Chunks(attempt, value.remaining(), crc(value));
        Map<CacheKey, ByteBuffer> parts = new LinkedHashMap<>();
        int from = value.position();
        for (CacheKey part : of(key, chunks)) {
            int bytes = Math.min(CHUNK_BYTES, value.limit() - from);
            parts.put(part, value.slice(from, bytes));
            from += bytes;
        }
        store.putAll(parts, lifetime, deadline);
        return chunks;
    }

    /**
     * The value, or null where any of it is gone.
     *
     * @throws io.quarry.stores.spi.StoreException where a node did not answer, so that it is not
     *     known
     */
    @Nullable ByteBuffer read(Bytes key, Chunks chunks, Deadline deadline) {
        ByteBuffer value = ByteBuffer.allocate(chunks.bytes());
        for (Lookup part : store.get(of(key, chunks), deadline)) {
            switch (part) {
                case Lookup.Hit(ByteBuffer bytes, long _) -> {
                    if (bytes.remaining() > value.remaining()) {
                        return null;
                    }
                    value.put(bytes);
                }
                case Lookup.Miss() -> {
                    return null;
                }
                case Lookup.Failed failed -> throw failed.cause();
            }
        }
        value.flip();
        return crc(value) == chunks.crc() ? value : null;
    }

    /** Gives the chunks another lifetime; false where any of them is gone. */
    boolean touch(Bytes key, Chunks chunks, @Nullable Duration lifetime, Deadline deadline) {
        return store.touch(of(key, chunks), lifetime, deadline) == Outcome.DONE;
    }

    private List<CacheKey> of(Bytes key, Chunks chunks) {
        int count = Math.ceilDiv(chunks.bytes(), CHUNK_BYTES);
        return keys.chunks(key, chunks.attempt(), count);
    }

    private static int crc(ByteBuffer value) {
        CRC32C crc = new CRC32C();
        crc.update(value.duplicate());
        return (int) crc.getValue();
    }
}
