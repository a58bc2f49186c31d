package io.quarry.abstractions.token;

import io.quarry.stores.spi.Version;
import java.util.HexFormat;

/**
 * What names one write. As text {@code <generation>-<nonce>}: the generation in decimal, the nonce
 * as 1 to 16 hexadecimal digits (always 16, in lower case, where we write it).
 *
 * @param generation microseconds since 1970, at least 1
 * @param nonce 64 bits
 */
public record Token(long generation, long nonce) implements Comparable<Token> {
    private static final int MAX_DECIMAL_DIGITS = 19;
    private static final int MAX_HEX_DIGITS = 16;
    private static final HexFormat HEX = HexFormat.of();

    /**
     * @throws IllegalArgumentException where the generation is below 1
     */
    public Token {
        if (generation < 1) {
            throw new IllegalArgumentException("a generation is at least 1: " + generation);
        }
    }

    /** The token of what a store answered. */
    public static Token of(Version version) {
        return new Token(version.generation(), version.nonce());
    }

    /**
     * @throws TokenRefused.Malformed where the text is not a token
     */
    public static Token parse(String text) {
        int dash = text.indexOf('-');
        int hexDigits = text.length() - dash - 1;
        if (dash < 1 || dash > MAX_DECIMAL_DIGITS || hexDigits < 1 || hexDigits > MAX_HEX_DIGITS) {
            throw new TokenRefused.Malformed(text);
        }
        try {
            for (int i = 0; i < dash; i++) {
                if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                    throw new TokenRefused.Malformed(text);
                }
            }
            long generation = Long.parseLong(text, 0, dash, 10);
            if (generation < 1) {
                throw new TokenRefused.Malformed(text);
            }
            return new Token(
                    generation, HexFormat.fromHexDigitsToLong(text, dash + 1, text.length()));
        } catch (NumberFormatException e) {
            throw new TokenRefused.Malformed(text);
        }
    }

    /** The inverse of {@link #parse}. */
    public String format() {
        return generation + "-" + HEX.toHexDigits(nonce);
    }

    public Version version() {
        return new Version(generation, nonce);
    }

    /** The version just below all of this generation: what replacing deletes before it writes. */
    public Version justBefore() {
        return new Version(generation - 1, nonce);
    }

    @Override
    public int compareTo(Token other) {
        return version().compareTo(other.version());
    }

    @Override
    public String toString() {
        return format();
    }
}
