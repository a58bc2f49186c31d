package io.quarry.api.data.keyvalue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarry.abstractions.keyvalue.NewItem;
import io.quarry.api.data.KeyEncoding;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import io.quarry.stores.spi.Bytes;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordBodyTest {
    private static List<NewItem> parse(String json) {
        return RecordBody.parse(Buffer.buffer(json), KeyEncoding.TEXT);
    }

    private static String text(NewItem item) {
        return UTF_8.decode(item.value()).toString();
    }

    @Test
    void values_come_as_json_text_or_bytes() {
        var items =
                parse(
                        """
                        {"items": [
                          {"key": "j", "value": {"json": {"n": 1.10, "big": 12345678901234567890}}},
                          {"key": "t", "value": {"text": "ä"}, "content_type": "text/csv", "metadata": {"from": "x"}, "ttl": "P1D"},
                          {"key": "b", "value": {"base64": "/w=="}, "ttl": 60}]}
                        """);
        assertThat(text(items.get(0))).isEqualTo("{\"n\":1.10,\"big\":12345678901234567890}");
        assertThat(items.get(0).contentType()).isEqualTo("application/json");
        assertThat(text(items.get(1))).isEqualTo("ä");
        assertThat(items.get(1).contentType()).isEqualTo("text/csv");
        assertThat(items.get(1).metadata()).isEqualTo(Map.of("from", "x"));
        assertThat(items.get(1).ttl()).isEqualTo(Duration.ofDays(1));
        assertThat(items.get(2).key()).isEqualTo(Bytes.ofUtf8("b"));
        assertThat(items.get(2).value().get(0)).isEqualTo((byte) 0xff);
        assertThat(items.get(2).ttl()).isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | body",
                "[] | body",
                "{\"items\": []} x | body",
                "{} | items",
                "{\"items\": 1} | items",
                "{\"item\": []} | items",
                "{\"items\": [], \"x\": 1} | x",
                "{\"items\": [1]} | items[0]",
                "{\"items\": [{\"value\": {\"text\": \"a\"}}]} | items[0].key",
                "{\"items\": [{\"key\": \"a\"}]} | items[0].value",
                "{\"items\": [{\"key\": 1, \"value\": {\"text\": \"a\"}}]} | items[0].key",
                "{\"items\": [{\"key\": \"..\", \"value\": {\"text\": \"a\"}}]} | items[0].key",
                "{\"items\": [{\"key\": \"a\", \"value\": \"x\"}]} | items[0].value",
                "{\"items\": [{\"key\": \"a\", \"value\": {}}]} | items[0].value",
                "{\"items\": [{\"key\": \"a\", \"value\": {\"text\": 1}}]} | items[0].value",
                "{\"items\": [{\"key\": \"a\", \"value\": {\"base64\": \"!\"}}]} | items[0].value",
                "{\"items\": [{\"key\": \"a\", \"value\": {\"text\": \"a\", \"json\": 1}}]} | items[0].value",
                "{\"items\": [{\"key\": \"a\", \"value\": {\"text\": \"a\"}, \"ttl\": \"soon\"}]} | items[0].ttl",
                "{\"items\": [{\"key\": \"a\", \"value\": {\"text\": \"a\"}, \"content_type\": \"x\"}]} | items[0].content_type",
                "{\"items\": [{\"key\": \"a\", \"value\": {\"text\": \"a\"}, \"metadata\": {\"A b\": \"x\"}}]} | items[0].metadata.A b",
                "{\"items\": [{\"key\": \"a\", \"value\": {\"text\": \"a\"}, \"metadata\": {\"a\": 1}}]} | items[0].metadata.a",
                "{\"items\": [{\"key\": \"a\", \"value\": {\"text\": \"a\"}, \"colour\": 1}]} | items[0].colour"
            })
    void what_is_wrong_is_named(String json, String field) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> parse(json))
                .satisfies(
                        e ->
                                assertThat(e.violations())
                                        .extracting(Violation::field)
                                        .contains(field));
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> parse("{\"items\": [{\"key\": 1}, {\"value\": 2}], \"more\": 0}"))
                .satisfies(e -> assertThat(e.violations()).hasSizeGreaterThan(2));
    }
}
