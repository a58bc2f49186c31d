package io.quarry.api.data;

import io.quarry.abstractions.token.Token;
import io.quarry.metadata.problem.ProblemCode;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What headers say of an item, whatever the abstraction. */
public final class ItemHeaders {
    public static final CharSequence TOKEN = HttpHeaders.createOptimized("Quarry-Token");
    public static final String TTL = "Quarry-Ttl";
    private static final CharSequence EXPIRES_AT = HttpHeaders.createOptimized("Quarry-Expires-At");
    private static final CharSequence NO_SNIFFING =
            HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final String META = "quarry-meta-";
    private static final Pattern META_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final Pattern REFUSED = Pattern.compile("; *q=0(\\.0*)? *$");
    private static final Pattern CONTENT_TYPE = Pattern.compile("[!-~]+/[!-~]+( *;[ -~]*)?");

    private ItemHeaders() {}

    /**
     * Encoded bodies are refused before they are read: they would be stored as something that they
     * are not.
     */
    public static void refuseEncoded(MultiMap headers) {
        var encoding = headers.get(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw Refusals.of(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "bodies are taken as they are; Content-Encoding " + encoding + " is not");
        }
    }

    /**
     * @param what begins the sentence: "a record is"
     */
    public static void requireJson(MultiMap headers, String what) {
        var contentType = headers.get(HttpHeaders.CONTENT_TYPE);
        if (contentType == null || !MediaType.essence(contentType).equals("application/json")) {
            throw Refusals.of(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE, what + " sent as application/json");
        }
    }

    /** Whether the caller names this media type among those that it takes. */
    public static boolean accepts(MultiMap headers, String mediaType) {
        return named(headers, HttpHeaders.ACCEPT, mediaType);
    }

    /** Whether the caller takes an answer as gzip. */
    public static boolean acceptsGzip(MultiMap headers) {
        return named(headers, HttpHeaders.ACCEPT_ENCODING, "gzip");
    }

    private static boolean named(MultiMap headers, CharSequence header, String wanted) {
        return headers.getAll(header).stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .anyMatch(
                        range ->
                                MediaType.essence(range).equals(wanted)
                                        && !REFUSED.matcher(range).find());
    }

    /** Adds what an answer says of the item beside its bytes. */
    public static Answer describe(
            Answer answer, @Nullable Instant expiresAt, Map<String, String> metadata) {
        answer.with(NO_SNIFFING, NOSNIFF);
        if (expiresAt != null) {
            answer.with(EXPIRES_AT, expiresAt.toString());
        }
        if (!metadata.isEmpty()) {
            metadata.forEach((name, value) -> answer.with(META + name, Percent.forHeader(value)));
        }
        return answer;
    }

    /** The token as an ETag writes it. */
    public static String etag(Token token) {
        return '"' + token.format() + '"';
    }

    public static @Nullable Token token(MultiMap headers) {
        var text = headers.get(TOKEN);
        return text == null ? null : Token.parse(text);
    }

    /** An ISO-8601 duration of days and less, or whole seconds. */
    public static @Nullable Duration ttl(@Nullable String text, String field) {
        if (text == null) {
            return null;
        }
        try {
            return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.parse(text);
        } catch (DateTimeParseException | NumberFormatException e) {
            throw Refusals.invalid(
                    field, "must be an ISO-8601 duration such as P30D or PT1H, or whole seconds");
        }
    }

    public static String contentType(String text, String field) {
        if (!CONTENT_TYPE.matcher(text).matches()) {
            throw Refusals.invalid(field, "must be a media type such as text/plain");
        }
        return text;
    }

    /** Names are such that each can travel as a header. */
    public static String metadataName(String name, String field) {
        if (!META_NAME.matcher(name).matches()) {
            throw Refusals.invalid(field, "names of metadata match " + META_NAME.pattern());
        }
        return name;
    }

    /** The request's metadata, by name in lower case. */
    public static Map<String, String> metadata(MultiMap headers) {
        Map<String, String> metadata = null;
        for (var header : headers) {
            var name = header.getKey();
            if (name.length() > META.length()
                    && name.regionMatches(true, 0, META, 0, META.length())) {
                metadata = metadata == null ? new HashMap<>() : metadata;
                metadata.put(
                        metadataName(name.substring(META.length()).toLowerCase(Locale.ROOT), name),
                        decoded(header.getValue(), name));
            }
        }
        return metadata == null ? Map.of() : metadata;
    }

    private static String decoded(String value, String field) {
        if (value.indexOf('%') < 0 && value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            return value;
        }
        try {
            var bytes = Percent.decode(value.replace(" ", "%20"), false);
            if (Percent.isUtf8(bytes)) {
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } catch (Percent.Malformed e) {
            throw Refusals.invalid(field, e.why());
        }
        throw Refusals.invalid(field, "is not percent-encoded UTF-8");
    }
}
