package io.quarry.metadata.row;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.jspecify.annotations.Nullable;

/**
 * How records lie in jsonb columns. The names are those of the REST answers, and what a newer
 * version wrote besides is passed over.
 */
public final class Json {
    static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    private Json() {}

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written: " + value.getClass(), e);
        }
    }

    /** As {@link #write} has it, to be looked into. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** With the type as it is declared, so that a sealed type says which of its kinds it is. */
    public static <T> String write(TypeReference<T> type, T value) {
        try {
            return MAPPER.writerFor(type).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as " + type.getType(), e);
        }
    }

    /**
     * @throws UnreadableRow if the column does not hold such a value
     */
    public static <T> T read(String json, TypeReference<T> type) {
        try {
            T value = MAPPER.readValue(json, type);
            if (value != null) {
                return value;
            }
        } catch (JsonProcessingException e) {
            throw unreadable(type, e.getOriginalMessage(), e);
        }
        throw unreadable(type, "null", null);
    }

    private static UnreadableRow unreadable(
            TypeReference<?> type, String why, @Nullable Throwable cause) {
        return new UnreadableRow("no " + type.getType().getTypeName() + ": " + why, cause);
    }
}
