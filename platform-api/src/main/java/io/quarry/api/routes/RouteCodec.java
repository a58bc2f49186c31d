package io.quarry.api.routes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarry.metadata.route.RouteRecord;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** A route record as text, the same in the topic and in the file. */
@Singleton
class RouteCodec {
    private final ObjectMapper json;

    @Inject
    RouteCodec(ObjectMapper json) {
        // a newer publisher may say more than this process understands; what it does understand
        // still holds
        this.json = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    String encode(RouteRecord record) {
        try {
            return json.writeValueAsString(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a route record must have a text", e);
        }
    }

    /**
     * @throws IllegalArgumentException when the text is no route record, or not the one of this key
     */
    RouteRecord decode(String key, String text) {
        final RouteRecord record;
        try {
            record = json.readValue(text, RouteRecord.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
        if (record == null || !record.key().equals(key)) {
            throw new IllegalArgumentException("the record is not the one of its key");
        }
        return record;
    }
}
