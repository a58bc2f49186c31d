package io.quarry.abstractions.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.quarry.stores.spi.search.SearchField;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a value of each type looks like, in documents and in queries alike. */
record FieldValues(SearchLimits limits) {
    /** The longest term that the index holds. */
    private static final int TERM_BYTES = 32_766;

    private static final double MOST_LATITUDE = 90;
    private static final double MOST_LONGITUDE = 180;
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    /** A time without them would stand for all of its second. */
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final Set<String> POINT = Set.of("lat", "lon");

    /** What is wrong with one value of the field, or null where nothing is. */
    @Nullable String wrong(SearchField field, JsonNode value) {
        return switch (field.type()) {
            case KEYWORD ->
                    value.isTextual()
                            ? atMost(value.asText(), limits.keywordBytes())
                            : "must be text";
            case TEXT ->
                    !value.isTextual()
                            ? "must be text"
                            : "keyword".equals(field.analyzer())
                                    ? atMost(value.asText(), TERM_BYTES)
                                    : null;
            case LONG ->
                    value.isIntegralNumber() && value.canConvertToLong()
                            ? null
                            : "must be a whole number of 64 bits";
            case DOUBLE -> isFinite(value) ? null : "must be a number that a double holds";
            case DATE ->
                    instant(value) == null
                            ? "must be a date of ISO-8601, or a time with its offset, from the"
                                    + " year 1 to 9999"
                            : null;
            case BOOLEAN -> value.isBoolean() ? null : "must be true or false";
            case GEO_POINT ->
                    isPoint(value)
                            ? null
                            : "must have lat from -90 to 90 and lon from -180 to 180, no more";
            case DENSE_VECTOR -> wrongVector(field, value);
        };
    }

    private static @Nullable String atMost(String text, int bytes) {
        return text.getBytes(StandardCharsets.UTF_8).length > bytes
                ? "must have at most " + bytes + " bytes of UTF-8"
                : null;
    }

    private static boolean isFinite(JsonNode value) {
        return value.isNumber() && Double.isFinite(value.doubleValue());
    }

    private static boolean isPoint(JsonNode value) {
        JsonNode latitude = value.path("lat");
        JsonNode longitude = value.path("lon");
        return value.isObject()
                && value.properties().stream().allMatch(each -> POINT.contains(each.getKey()))
                && isFinite(latitude)
                && isFinite(longitude)
                && Math.abs(latitude.doubleValue()) <= MOST_LATITUDE
                && Math.abs(longitude.doubleValue()) <= MOST_LONGITUDE;
    }

    /** A vector of zeros has no direction, and so no angle to another. */
    private static @Nullable String wrongVector(SearchField field, JsonNode value) {
        Integer dimensions = field.dimensions();
        if (!value.isArray() || dimensions == null || value.size() != dimensions) {
            return "must be an array of " + dimensions + " numbers";
        }
        float squares = 0;
        for (JsonNode number : value) {
            if (!number.isNumber() || !Float.isFinite(number.floatValue())) {
                return "must be an array of " + dimensions + " numbers that a float holds";
            }
            squares += number.floatValue() * number.floatValue();
        }
        return squares > 0 && Float.isFinite(squares)
                ? null
                : "must have a length above 0 that a float holds";
    }

    /** A value that nothing is wrong with, as stores are asked for it. */
    static JsonNode canonical(SearchField field, JsonNode value) {
        Instant instant = field.type() == SearchField.Type.DATE ? instant(value) : null;
        return instant == null ? value : TextNode.valueOf(MILLIS.format(instant));
    }

    /** In whole milliseconds, as it is indexed; null where it is no date. */
    private static @Nullable Instant instant(JsonNode value) {
        try {
            String text = value.isTextual() ? value.asText() : "";
            Instant instant =
                    text.indexOf('T') < 0
                            ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                            : OffsetDateTime.parse(text).toInstant();
            return instant.isBefore(FIRST) || instant.isAfter(LAST)
                    ? null
                    : instant.truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
