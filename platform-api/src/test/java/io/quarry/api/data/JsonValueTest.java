package io.quarry.api.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonValueTest {
    private static String shown(String contentType, byte[] value) throws IOException {
        var text = new StringWriter();
        try (var out = JsonValue.JSON.createGenerator(text)) {
            JsonValue.write(out, contentType, ByteBuffer.wrap(value));
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/json | {\"a\": 1} | {\"json\":{\"a\": 1}}",
                "application/vnd.x+json; v=1 | 7 | {\"json\":7}",
                "application/json | {\"a\": | {\"text\":\"{\\\"a\\\":\"}",
                "application/json | 1 2 | {\"text\":\"1 2\"}",
                "text/plain | hello | {\"text\":\"hello\"}",
                "text/plain; charset=utf-8 | hello | {\"text\":\"hello\"}",
                "text/plain; charset=iso-8859-1 | hello | {\"base64\":\"aGVsbG8=\"}",
                "image/png | hello | {\"base64\":\"aGVsbG8=\"}"
            })
    void a_value_is_shown_by_its_content_type(String contentType, String value, String shown)
            throws IOException {
        assertThat(shown(contentType, value.getBytes(StandardCharsets.UTF_8))).isEqualTo(shown);
    }

    @Test
    void bytes_that_are_no_text_are_base64_whatever_they_are_called() throws IOException {
        var bytes = new byte[] {(byte) 0xff, 0};
        assertThat(shown("text/plain", bytes)).isEqualTo("{\"base64\":\"/wA=\"}");
        assertThat(shown("application/json", bytes)).isEqualTo("{\"base64\":\"/wA=\"}");
    }
}
