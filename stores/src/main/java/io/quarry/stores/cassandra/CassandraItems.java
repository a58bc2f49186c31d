package io.quarry.stores.cassandra;

import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.StoreException;
import io.quarry.stores.spi.Version;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * An item as two cells. Both begin with the same mark: the nonce (8 bytes, big endian) and a
 * CRC-32C of everything in the item (4). At equal timestamps Cassandra compares cell by cell: first
 * by expiry, which all cells of one statement share, then by bytes, and there the mark decides
 * before anything differs. So both cells of one write win, or neither does.
 *
 * <pre>
 * head:  mark, format (1), generation (8), expiry in µs (8), bytes of the value (4), content type (2 + n),
 *        entries of the metadata (2), each name (2 + n), value (2 + n)
 * value: mark, the value
 * </pre>
 */
final class CassandraItems {
    private static final int MARK = Long.BYTES + Integer.BYTES;
    private static final byte FORMAT = 1;
    private static final long NEVER = Long.MIN_VALUE;

    private CassandraItems() {}

    /** The two cells of one item. */
    record Cells(ByteBuffer head, ByteBuffer value) {}

    static Cells encode(Item item) {
        ByteBuffer content = item.value();
        ByteBuffer head = head(item, content.remaining());
        CRC32C crc = new CRC32C();
        crc.update(head.slice(MARK, head.limit() - MARK));
        crc.update(content.duplicate());
        long nonce = item.version().nonce();
        head.putLong(0, nonce).putInt(Long.BYTES, (int) crc.getValue());
        ByteBuffer value =
                ByteBuffer.allocate(MARK + content.remaining())
                        .putLong(nonce)
                        .putInt((int) crc.getValue())
                        .put(content)
                        .flip();
        return new Cells(head, value);
    }

    private static ByteBuffer head(Item item, int valueBytes) {
        byte[] contentType = item.contentType().getBytes(StandardCharsets.UTF_8);
        byte[][] texts = new byte[2 * item.metadata().size()][];
        int size =
                MARK
                        + 1
                        + Long.BYTES
                        + Long.BYTES
                        + Integer.BYTES
                        + Short.BYTES
                        + contentType.length
                        + Short.BYTES;
        int next = 0;
        // In the order of names: one item has one encoding, so a replay has the same mark.
        for (Map.Entry<String, String> entry :
                new java.util.TreeMap<>(item.metadata()).entrySet()) {
            texts[next++] = entry.getKey().getBytes(StandardCharsets.UTF_8);
            texts[next++] = entry.getValue().getBytes(StandardCharsets.UTF_8);
        }
        for (byte[] text : texts) {
            size += Short.BYTES + text.length;
        }
        Instant expiresAt = item.expiresAt();
        ByteBuffer head =
                ByteBuffer.allocate(size)
                        .position(MARK)
                        .put(FORMAT)
                        .putLong(item.version().generation())
                        .putLong(
                                expiresAt == null
                                        ? NEVER
                                        : ChronoUnit.MICROS.between(Instant.EPOCH, expiresAt))
                        .putInt(valueBytes);
        put(head, contentType);
        head.putShort((short) item.metadata().size());
        for (byte[] text : texts) {
            put(head, text);
        }
        return head.flip();
    }

    /**
     * The item of two cells, with what was asked for.
     *
     * @param head as stored
     * @param value as stored; null where it was not fetched
     * @throws StoreException.Unavailable where the cells are of two writes, which the layout rules
     *     out
     */
    static Item decode(Bytes key, ByteBuffer head, @Nullable ByteBuffer value, Include include) {
        ByteBuffer in = head.duplicate();
        long nonce = in.getLong();
        int crc = in.getInt();
        if (in.get() != FORMAT) {
            throw new StoreException.Rejected(
                    "an item in a format that this version does not know", null);
        }
        long generation = in.getLong();
        long expiry = in.getLong();
        in.getInt();
        String contentType = include == Include.KEYS ? "" : text(in);
        Map<String, String> metadata = include == Include.KEYS ? Map.of() : metadata(in);
        ByteBuffer content = Bytes.EMPTY.buffer();
        if (value != null) {
            if (value.getLong(value.position()) != nonce
                    || value.getInt(value.position() + Long.BYTES) != crc) {
                throw new StoreException.Unavailable(
                        "the cells of an item are of two writes", null);
            }
            content = value.slice(value.position() + MARK, value.remaining() - MARK);
        }
        Instant expiresAt = expiry == NEVER ? null : Instant.EPOCH.plus(expiry, ChronoUnit.MICROS);
        return new Item(
                key, content, contentType, metadata, new Version(generation, nonce), expiresAt);
    }

    /** How many bytes the value of this head has. */
    static int valueBytes(ByteBuffer head) {
        return head.getInt(head.position() + MARK + 1 + Long.BYTES + Long.BYTES);
    }

    private static Map<String, String> metadata(ByteBuffer in) {
        int entries = Short.toUnsignedInt(in.getShort());
        if (entries == 0) {
            return Map.of();
        }
        Map<String, String> metadata = HashMap.newHashMap(entries);
        for (int i = 0; i < entries; i++) {
            String name = text(in);
            metadata.put(name, text(in));
        }
        return metadata;
    }

    private static void put(ByteBuffer out, byte[] text) {
        if (text.length > 0xFFFF) {
            throw new StoreException.Rejected("a text of an item has more than 65,535 bytes", null);
        }
        out.putShort((short) text.length).put(text);
    }

    private static String text(ByteBuffer in) {
        byte[] text = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
