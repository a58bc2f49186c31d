package io.quarry.abstractions.cache;

import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.CacheKey;
import io.quarry.stores.spi.CacheSpace;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Under which keys the parts of an entry lie: {@code k} and the key itself where the store can hold
 * it, else {@code h} and its SHA-256; {@code c}, the SHA-256, the attempt and a number for a chunk.
 * The letter stands at one place, so that no key can be made to look like another's hash or chunk.
 */
record EntryKeys(CacheSpace space) {
    private static final HexFormat HEX = HexFormat.of();

    CacheKey of(Bytes key) {
        if (isHashed(key)) {
            return space.key("h" + hash(key));
        }
        return space.key("k" + key.utf8());
    }

    /** Whether the key itself has to lie in the entry, since its place does not tell it. */
    static boolean isHashed(Bytes key) {
        if (key.length() >= CacheKey.MAX_NAME) {
            return true;
        }
        for (int i = 0; i < key.length(); i++) {
            if (!CacheKey.isPrintable(key.at(i))) {
                return true;
            }
        }
        return false;
    }

    /** The chunks of one attempt to write the key's value, in their order. */
    List<CacheKey> chunks(Bytes key, long attempt, int count) {
        String name = "c" + hash(key) + "." + HEX.toHexDigits(attempt) + ".";
        List<CacheKey> keys = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            keys.add(space.key(name + number));
        }
        return keys;
    }

    private static String hash(Bytes key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(key.buffer());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
