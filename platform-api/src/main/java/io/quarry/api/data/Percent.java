package io.quarry.api.data;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Percent-encoded UTF-8 (RFC 3986), strictly: what is not well-formed is refused, never guessed.
 */
public final class Percent {
    private Percent() {}

    /**
     * The bytes behind one path segment, or behind one query value when {@code form} (then {@code
     * +} is a space).
     *
     * @throws Malformed for a broken escape or a character that must be escaped
     */
    public static byte[] decode(String raw, boolean form) throws Malformed {
        var out = new byte[raw.length()];
        var n = 0;
        for (var i = 0; i < raw.length(); i++) {
            var c = raw.charAt(i);
            if (c == '%') {
                var whole = i + 2 < raw.length();
                var high = whole ? Character.digit(raw.charAt(i + 1), 16) : -1;
                var low = whole ? Character.digit(raw.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw new Malformed("'%' must be followed by two hexadecimal digits");
                }
                out[n++] = (byte) (high << 4 | low);
                i += 2;
            } else if (c <= ' ' || c >= 0x7f) {
                throw new Malformed("characters outside printable ASCII must be percent-encoded");
            } else {
                out[n++] = form && c == '+' ? (byte) ' ' : (byte) c;
            }
        }
        return n == out.length ? out : Arrays.copyOf(out, n);
    }

    /** The text that these bytes are in UTF-8, or null when they are none. */
    public static @Nullable String utf8(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes.duplicate())
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    public static boolean isUtf8(byte[] bytes) {
        for (var b : bytes) {
            if (b < 0) {
                return utf8(ByteBuffer.wrap(bytes)) != null;
            }
        }
        return true;
    }

    /**
     * Text as it stands in a header: percent-encoded where it is not printable ASCII, and for the
     * percent sign itself.
     */
    public static String forHeader(String text) {
        var plain = true;
        for (var i = 0; i < text.length() && plain; i++) {
            var c = text.charAt(i);
            plain = c >= ' ' && c < 0x7f && c != '%';
        }
        if (plain && !text.startsWith(" ") && !text.endsWith(" ")) {
            return text;
        }
        var out = new StringBuilder();
        for (var b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 0x7f && b != '%') {
                out.append((char) b);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        }
        return out.toString();
    }

    /** Says in a sentence what is wrong; the caller knows which field it was. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private final String why;

        Malformed(String why) {
            super(why, null, false, false);
            this.why = why;
        }

        String why() {
            return why;
        }
    }
}
