package io.quarry.abstractions.paging;

import io.quarry.stores.spi.Bytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Gives out and takes back page tokens. A token is base64url of: format (1 byte), key id (4), uid
 * (1 + n), query hash (16), last key (the rest), HMAC-SHA256 of all that (32). It is signed, not
 * secret: whoever reads it learns the last key that the page before showed. It carries no epoch, so
 * it survives a move, and no time, so it lives as long as its signing key. Thread safe.
 */
public final class PageTokens {
    private static final String MAC = "HmacSHA256";
    private static final int MAC_BYTES = 32;
    private static final byte FORMAT = 1;
    private static final int MAX_TOKEN_CHARS = 16_384;

    private final Supplier<KeyRing> ring;
    private final InstantSource clock;

    public PageTokens(Supplier<KeyRing> ring, InstantSource clock) {
        this.ring = ring;
        this.clock = clock;
    }

    /**
     * @param uid of the namespace, up to 255 bytes of ASCII
     * @param last where the next page begins
     */
    public String issue(String uid, QueryHash query, Bytes last) {
        SigningKey key = ring.get().signer(clock.instant());
        byte[] owner = uid.getBytes(StandardCharsets.US_ASCII);
        int signed = 1 + Integer.BYTES + 1 + owner.length + QueryHash.BYTES + last.length();
        ByteBuffer token =
                ByteBuffer.allocate(signed + MAC_BYTES)
                        .put(FORMAT)
                        .putInt(key.id())
                        .put((byte) owner.length)
                        .put(owner)
                        .put(query.value().buffer())
                        .put(last.buffer());
        token.put(mac(key, token.array(), signed));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token.array());
    }

    /**
     * Where the page that this token follows ended.
     *
     * @throws PageTokenRefused where it was not given out here, or for another namespace or query
     */
    public Bytes redeem(String text, String uid, QueryHash query) {
        byte[] token = decode(text);
        int signed = token.length - MAC_BYTES;
        if (signed < 1 + Integer.BYTES || token[0] != FORMAT) {
            throw new PageTokenRefused.Invalid();
        }
        ByteBuffer in = ByteBuffer.wrap(token, 1, signed - 1);
        SigningKey key = ring.get().find(in.getInt());
        if (key == null
                || !MessageDigest.isEqual(
                        mac(key, token, signed), Arrays.copyOfRange(token, signed, token.length))) {
            throw new PageTokenRefused.Invalid();
        }
        try {
            byte[] owner = new byte[Byte.toUnsignedInt(in.get())];
            in.get(owner);
            byte[] hash = new byte[QueryHash.BYTES];
            in.get(hash);
            if (!Arrays.equals(owner, uid.getBytes(StandardCharsets.US_ASCII))) {
                throw new PageTokenRefused.OtherNamespace();
            }
            if (!query.value().equals(Bytes.of(hash))) {
                throw new PageTokenRefused.OtherQuery();
            }
            return Bytes.copyOf(in);
        } catch (BufferUnderflowException e) {
            throw new PageTokenRefused.Invalid();
        }
    }

    private static byte[] decode(String text) {
        if (text.length() > MAX_TOKEN_CHARS) {
            throw new PageTokenRefused.Invalid();
        }
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new PageTokenRefused.Invalid();
        }
    }

    private static byte[] mac(SigningKey key, byte[] signed, int length) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key.secret().toArray(), MAC));
            mac.update(signed, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }
}
