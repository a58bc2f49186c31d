package io.quarry.abstractions.keyvalue;

import io.quarry.stores.spi.Bytes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where a read over several records stands.
 *
 * @param query the index of the one to go on with
 * @param after the key that it goes on from; null begins
 */
record MultiGetPosition(int query, @Nullable Bytes after) {
    static final MultiGetPosition START = new MultiGetPosition(0, null);

    /** The index in four bytes, then a byte and the key where there is one. */
    Bytes encode() {
        byte[] key = after == null ? new byte[0] : after.toArray();
        ByteBuffer out = ByteBuffer.allocate(Integer.BYTES + (after == null ? 0 : 1 + key.length));
        out.putInt(query);
        if (after != null) {
            out.put((byte) 1).put(key);
        }
        return Bytes.of(out.array());
    }

    static MultiGetPosition decode(Bytes encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded.toArray());
        int query = in.getInt();
        if (!in.hasRemaining()) {
            return new MultiGetPosition(query, null);
        }
        byte[] key = new byte[in.remaining() - 1];
        in.get();
        in.get(key);
        return new MultiGetPosition(query, Bytes.of(key));
    }
}
