package io.quarry.api.problem;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Whether the path and query of a request are written as RFC 3986, sections 3.3 and 3.4, has it.
 */
final class RequestTarget {
    private static final String UNRESERVED = "-._~";
    private static final String IN_PATHS = UNRESERVED + "!$&'()*+,;=:@/";
    private static final String IN_QUERIES = IN_PATHS + "?[]";

    /** By character: the part that it may stand in, 1 for the path, 2 for the query. */
    private static final byte[] ALLOWED = allowed();

    private static final byte PATH = 1;
    private static final byte QUERY = 2;

    private RequestTarget() {}

    private static byte[] allowed() {
        var allowed = new byte[128];
        for (char c = 0; c < allowed.length; c++) {
            var plain = Character.isLetterOrDigit(c);
            allowed[c] =
                    (byte)
                            ((plain || IN_PATHS.indexOf(c) >= 0 ? PATH : 0)
                                    | (plain || IN_QUERIES.indexOf(c) >= 0 ? QUERY : 0));
        }
        return allowed;
    }

    /** "path" or "query", whichever is malformed first; null where all is well. */
    static @Nullable String malformed(String uri) {
        var part = PATH;
        for (var i = 0; i < uri.length(); i++) {
            var c = uri.charAt(i);
            if (c == '%') {
                if (i + 2 >= uri.length()
                        || !HexFormat.isHexDigit(uri.charAt(i + 1))
                        || !HexFormat.isHexDigit(uri.charAt(i + 2))) {
                    return name(part);
                }
                i += 2;
            } else if (c == '?' && part == PATH) {
                part = QUERY;
            } else if (c >= ALLOWED.length || (ALLOWED[c] & part) == 0) {
                return name(part);
            }
        }
        return null;
    }

    private static String name(byte part) {
        return part == PATH ? "path" : "query";
    }
}
