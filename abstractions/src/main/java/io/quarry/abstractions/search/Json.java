package io.quarry.abstractions.search;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** JSON as callers send it: nothing twice, nothing behind it, not too deep, no digit lost. */
final class Json {
    private static final int DEEPEST = 64;
    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEEPEST)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private Json() {}

    /**
     * @param at where the object was sent, for what is said of it
     * @throws SearchRefused.Invalid where it is none
     */
    static ObjectNode object(byte[] json, String at) {
        final JsonNode read;
        try {
            read = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new SearchRefused.Invalid(at, "is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (read instanceof ObjectNode object) {
            return object;
        }
        throw new SearchRefused.Invalid(at, "must be a JSON object");
    }

    /**
     * The text that these bytes are.
     *
     * @throws SearchRefused.Invalid where they are no UTF-8
     */
    static String text(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw new SearchRefused.Invalid("", "is not UTF-8");
        }
    }

    /** Whether the text is one: JSON can escape halves of characters. */
    static boolean isText(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** A pointer one step further, of RFC 6901. */
    static String at(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    static String at(String pointer, int index) {
        return pointer + "/" + index;
    }
}
