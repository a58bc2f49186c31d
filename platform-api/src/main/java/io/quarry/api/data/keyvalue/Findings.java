package io.quarry.api.data.keyvalue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBufInputStream;
import io.quarry.api.data.JsonValue;
import io.quarry.api.data.Refusals;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that is wrong with a body of JSON, told at once. */
final class Findings {
    private static final int MOST_VIOLATIONS = 50;

    private final List<Violation> violations = new ArrayList<>();
    private final List<Violation> unknown = new ArrayList<>();

    private Findings() {}

    /**
     * Reads one document.
     *
     * @param <T> what it says
     */
    interface Document<T> {
        /** Begins before the first token and ends with the last one. */
        T read(JsonParser in, Findings findings) throws IOException;
    }

    static <T> T read(Buffer body, Document<T> document) {
        var findings = new Findings();
        final T said;
        try (InputStream bytes = new ByteBufInputStream(body.getByteBuf());
                var in = JsonValue.JSON.createParser(bytes)) {
            said = document.read(in, findings);
            if (in.nextToken() != null) {
                throw Refusals.invalid("body", "has something behind its JSON");
            }
        } catch (IOException e) {
            throw Refusals.invalid("body", "is not JSON: " + firstLine(e));
        }
        findings.refuse();
        return said;
    }

    /** Reads one element of a list, which the parser stands at. */
    interface Element {
        void read(JsonParser in, String path) throws IOException;
    }

    /** Reads a document that is an object with nothing but that list. */
    void list(JsonParser in, String member, Element element) throws IOException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw Refusals.invalid("body", "must be an object with '" + member + "'");
        }
        var found = false;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            var name = in.currentName();
            var token = in.nextToken();
            if (!name.equals(member)) {
                unknown(name);
                in.skipChildren();
            } else if (token != JsonToken.START_ARRAY) {
                wrong(member, "must be an array");
                in.skipChildren();
                found = true;
            } else {
                found = true;
                for (var i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
                    element.read(in, member + "[" + i + "]");
                }
            }
        }
        if (!found) {
            wrong(member, "is missing");
        }
    }

    private void refuse() {
        if (!violations.isEmpty()) {
            violations.addAll(unknown);
            throw Refusals.invalid(violations);
        }
        if (!unknown.isEmpty()) {
            throw Refusals.unknown(unknown);
        }
    }

    private static String firstLine(IOException e) {
        var message = String.valueOf(e.getMessage());
        var end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    /** How much was found wrong so far, what is only unknown not counted. */
    int count() {
        return violations.size();
    }

    void wrong(String field, String message) {
        if (violations.size() < MOST_VIOLATIONS) {
            violations.add(new Violation(field, message));
        }
    }

    void unknown(String field) {
        if (unknown.size() < MOST_VIOLATIONS) {
            unknown.add(new Violation(field, "is not known here"));
        }
    }

    /** The text that the parser stands at; null, and noted, where it is none. */
    @Nullable String text(JsonParser in, String field) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            return in.getText();
        }
        wrong(field, "must be a text");
        in.skipChildren();
        return null;
    }

    /**
     * Makes something of a text, or refuses it.
     *
     * @param <T> what it makes
     */
    interface Reader<T> {
        @Nullable T read(String text, String field);
    }

    /** What the reader makes of the text; null, and noted, where it refuses it. */
    <T> @Nullable T parsed(@Nullable String text, String field, Reader<T> reader) {
        if (text == null) {
            return null;
        }
        try {
            return reader.read(text, field);
        } catch (ProblemException e) {
            noted(e);
            return null;
        }
    }

    void noted(ProblemException refusal) {
        refusal.violations().forEach(found -> wrong(found.field(), found.message()));
    }
}
