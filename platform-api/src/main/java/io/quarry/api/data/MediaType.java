package io.quarry.api.data;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The little that has to be known of a content type: whether its bytes are JSON, text, or just
 * bytes.
 */
public enum MediaType {
    JSON,
    TEXT,
    BINARY;

    public static final String OCTETS = "application/octet-stream";

    public static MediaType of(@Nullable String contentType) {
        if (contentType == null) {
            return BINARY;
        }
        var type = essence(contentType);
        if (type.equals("application/json") || type.endsWith("+json")) {
            return JSON;
        }
        return type.startsWith("text/") && isUtf8(contentType) ? TEXT : BINARY;
    }

    /** Type and subtype in lower case, without parameters. */
    public static String essence(String contentType) {
        var semicolon = contentType.indexOf(';');
        var type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return type.strip().toLowerCase(Locale.ROOT);
    }

    /** A text whose charset is another one is shown as bytes, which are right in any charset. */
    private static boolean isUtf8(String contentType) {
        var parameters = contentType.toLowerCase(Locale.ROOT);
        var at = parameters.indexOf("charset=");
        if (at < 0) {
            return true;
        }
        var charset = parameters.substring(at + "charset=".length()).replace("\"", "");
        return charset.startsWith("utf-8") || charset.startsWith("us-ascii");
    }
}
