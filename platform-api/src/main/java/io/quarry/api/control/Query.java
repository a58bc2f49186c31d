package io.quarry.api.control;

import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request, checked: a parameter that the route does not know is refused, since a
 * misspelt {@code dry_run} would carry out what it was meant to show.
 */
final class Query {
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,6})s");
    private static final Pattern PREFIX = Pattern.compile("[a-z0-9-]{0,40}");
    private static final Pattern WORDS = Pattern.compile("[ -~]{1,200}");
    private static final int LAST_YEAR = 9999;
    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");
    private static final Pattern UUID_PATTERN =
            Pattern.compile("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

    private final MultivaluedMap<String, String> parameters;

    private Query(MultivaluedMap<String, String> parameters) {
        this.parameters = parameters;
    }

    static Query of(UriInfo uri, String... known) {
        return of(uri.getQueryParameters(), known);
    }

    static Query of(MultivaluedMap<String, String> parameters, String... known) {
        var unknown = new TreeSet<>(parameters.keySet());
        unknown.removeAll(Set.of(known));
        if (!unknown.isEmpty()) {
            var expected =
                    known.length == 0
                            ? "no parameters are"
                            : "known are " + String.join(", ", known);
            throw new ProblemException(
                    ProblemCode.UNKNOWN_FIELD,
                    "The query parameter "
                            + unknown.first()
                            + " is not known here; "
                            + expected
                            + ".",
                    unknown.stream()
                            .map(name -> new Violation(name, "is not known here; " + expected))
                            .toList());
        }
        for (var name : parameters.keySet()) {
            if (parameters.get(name).size() > 1) {
                throw invalid(name, "may be given once");
            }
        }
        return new Query(parameters);
    }

    @Nullable String text(String name) {
        return parameters.getFirst(name);
    }

    boolean flag(String name) {
        return switch (parameters.getFirst(name)) {
            case null -> false;
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(name, "must be true or false");
        };
    }

    PageRequest page() {
        var limit = parameters.getFirst("limit");
        if (limit != null && !NUMBER.matcher(limit).matches()) {
            throw invalid("limit", "must be a whole number of at least 1");
        }
        return new PageRequest(
                limit == null ? PageRequest.DEFAULT : Integer.parseInt(limit),
                parameters.getFirst("page_token"));
    }

    /** ISO-8601, not negative. */
    Duration duration(String name, Duration otherwise) {
        var text = parameters.getFirst(name);
        if (text == null) {
            return otherwise;
        }
        try {
            var duration = Duration.parse(text);
            if (!duration.isNegative() && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        } catch (DateTimeException e) {
            // told below, like a negative one
        }
        throw invalid(
                name,
                "must be an ISO-8601 duration from PT0S to P"
                        + LONGEST.toDays()
                        + "D, such as P7D");
    }

    /** With its zone, such as 2026-11-27T08:00:00Z. */
    @Nullable Instant instant(String name) {
        var text = parameters.getFirst(name);
        if (text == null) {
            return null;
        }
        try {
            var time = OffsetDateTime.parse(text);
            if (time.getYear() > 0 && time.getYear() <= LAST_YEAR) {
                return time.toInstant();
            }
        } catch (DateTimeException e) {
            // told below, like a year beyond
        }
        throw invalid(name, "must be a time of RFC 3339, such as 2026-11-27T08:00:00Z");
    }

    /** Some words, to be compared with others. */
    @Nullable String words(String name) {
        var text = parameters.getFirst(name);
        if (text != null && !WORDS.matcher(text).matches()) {
            throw invalid(name, "must have 1 to 200 printable ASCII characters");
        }
        return text;
    }

    /** A name and a value, written {@code name=value}. */
    Map.@Nullable Entry<String, String> pair(String name) {
        var text = parameters.getFirst(name);
        if (text == null) {
            return null;
        }
        var equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1 || !WORDS.matcher(text).matches()) {
            throw invalid(name, "must be name=value");
        }
        return Map.entry(text.substring(0, equals), text.substring(equals + 1));
    }

    /** The beginning of a name. */
    @Nullable String prefix(String name) {
        var text = parameters.getFirst(name);
        if (text != null && !PREFIX.matcher(text).matches()) {
            throw invalid(name, "must be the beginning of a name, of at most 40 characters");
        }
        return text;
    }

    /** Seconds as {@code 30s}, or ISO-8601. */
    Duration wait(String name) {
        var text = parameters.getFirst(name);
        var seconds = SECONDS.matcher(text == null ? "" : text);
        return seconds.matches()
                ? Duration.ofSeconds(Long.parseLong(seconds.group(1)))
                : duration(name, Duration.ZERO);
    }

    <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type) {
        return oneOf(name, type, Enum::name);
    }

    /**
     * @param wire how a value is written
     */
    <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type, Function<E, String> wire) {
        var values = List.of(type.getEnumConstants());
        var words = values.stream().map(wire).toList();
        var text = oneOf(name, words);
        return text == null ? null : values.get(words.indexOf(text));
    }

    @Nullable String oneOf(String name, List<String> values) {
        var text = parameters.getFirst(name);
        if (text != null && !values.contains(text)) {
            throw invalid(name, "must be one of " + String.join(", ", values));
        }
        return text;
    }

    /** Strict, because {@link UUID#fromString} takes much that is none. */
    static UUID uuid(String field, String text) {
        if (!UUID_PATTERN.matcher(text).matches()) {
            throw invalid(field, "must be a UUID");
        }
        return UUID.fromString(text.toLowerCase(Locale.ROOT));
    }

    static Uid uid(String field, String text) {
        if (!Uid.PATTERN.matcher(text).matches()) {
            throw invalid(field, "must match " + Uid.PATTERN);
        }
        return Uid.of(text);
    }

    static String instance(String field, String text) {
        if (!INSTANCE.matcher(text).matches()) {
            throw invalid(field, "must match " + INSTANCE);
        }
        return text;
    }

    static long revision(String field, String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw invalid(field, "must be a whole number");
        }
        return Long.parseLong(text);
    }

    /** The body, which must be there. */
    static <T> T given(@Nullable T body) {
        if (body == null) {
            throw invalid("body", "must be a JSON object");
        }
        return body;
    }

    static ProblemException invalid(String field, String message) {
        return new ProblemException(
                ProblemCode.INVALID_REQUEST,
                field + " " + message + ".",
                List.of(new Violation(field, message)));
    }
}
