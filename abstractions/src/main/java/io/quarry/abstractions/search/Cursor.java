package io.quarry.abstractions.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarry.stores.spi.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page token of search holds: the sort values of the last document, its id at the end, and
 * the point in time. The values alone are enough to go on, which is what happens where the point in
 * time is gone.
 */
record Cursor(List<JsonNode> sortValues, @Nullable String pointInTime) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String AFTER = "after";
    private static final String AT = "at";

    Bytes bytes() {
        ObjectNode json = JSON.createObjectNode();
        json.putArray(AFTER).addAll(sortValues);
        if (pointInTime != null) {
            json.put(AT, pointInTime);
        }
        return Bytes.ofUtf8(json.toString());
    }

    /** The inverse of {@link #bytes()}, of bytes whose signature was found in order. */
    static Cursor of(Bytes bytes) {
        try {
            JsonNode json = JSON.readTree(bytes.toArray());
            List<JsonNode> values = new ArrayList<>();
            json.path(AFTER).forEach(values::add);
            return new Cursor(values, json.has(AT) ? json.path(AT).asText() : null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
