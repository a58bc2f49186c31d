package io.quarry.api.data.keyvalue;

import static io.quarry.api.data.DataClient.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.data.DataClient;
import io.quarry.api.data.DataClient.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What key-value promises of compression, over HTTP. */
abstract class EncodedItemsContract {
    private static final byte[] TEXT = "a line\n".repeat(1_000).getBytes(StandardCharsets.UTF_8);

    private String record = "";

    abstract DataClient client();

    @BeforeEach
    void takeAnotherRecord() {
        record = "r-" + UUID.randomUUID();
    }

    private static byte[] gzip(byte[] value) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] gunzip(byte[] value) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(value))) {
            return in.readAllBytes();
        }
    }

    private Answer put(byte[] body, String encoding) {
        return client().send("PUT", item(record, "k"), body, "Content-Encoding", encoding);
    }

    private Answer get(String... headers) {
        return client().get(item(record, "k"), headers);
    }

    @Test
    void common_an_encoded_body_is_stored_as_what_it_decodes_to() {
        assertThat(put(gzip(TEXT), "gzip").status()).isEqualTo(204);
        var got = get();
        assertThat(got.bytes()).isEqualTo(TEXT);
        assertThat(got.header("Content-Encoding")).isEmpty();
        assertThat(got.header("Vary")).isEqualToIgnoringCase("accept-encoding");
        assertThat(put(TEXT, "identity").status()).isEqualTo(204);
        assertThat(get().bytes()).isEqualTo(TEXT);
    }

    @Test
    void common_an_answer_is_encoded_where_that_is_asked_for_and_shorter() throws IOException {
        assertThat(put(TEXT, "identity").status()).isEqualTo(204);
        var got = get("Accept-Encoding", "br;q=0.5, gzip");
        assertThat(got.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(got.bytes()).hasSizeLessThan(TEXT.length / 10);
        assertThat(gunzip(got.bytes())).isEqualTo(TEXT);
        assertThat(get("Accept-Encoding", "br, gzip;q=0").bytes()).isEqualTo(TEXT);
        assertThat(get("Accept-Encoding", "identity").bytes()).isEqualTo(TEXT);
        var noise = new byte[10_000];
        new Random(1).nextBytes(noise);
        assertThat(put(noise, "identity").status()).isEqualTo(204);
        var incompressible = get("Accept-Encoding", "gzip");
        assertThat(incompressible.header("Content-Encoding")).isEmpty();
        assertThat(incompressible.bytes()).isEqualTo(noise);
    }

    @Test
    void common_a_body_that_does_not_decode_is_refused_and_changes_nothing() {
        assertThat(put(TEXT, "identity").status()).isEqualTo(204);
        var whole = gzip(TEXT);
        var flipped = whole.clone();
        flipped[whole.length - 8] ^= 1; // of the checksum
        for (var body : new byte[][] {TEXT, new byte[0], flipped, Arrays.copyOf(whole, 20)}) {
            var answer = put(body, "gzip");
            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
            assertThat(answer.problem()).isEqualTo("invalid-request");
            assertThat(answer.json().at("/violations/0/field").asText())
                    .isEqualTo("Content-Encoding");
        }
        for (var encoding : new String[] {"br", "zstd", "gzip, gzip"}) {
            assertThat(put(whole, encoding).problem()).isEqualTo("unsupported-media-type");
        }
        assertThat(get().bytes()).isEqualTo(TEXT);
    }

    @Test
    void common_a_small_body_that_decodes_to_much_is_refused() {
        var bomb = gzip(new byte[64 << 20]);
        assertThat(bomb).hasSizeLessThan(1 << 20);
        var answer = put(bomb, "gzip");
        assertThat(answer.status()).as(answer.text()).isEqualTo(413);
        assertThat(answer.problem()).isEqualTo("payload-too-large");
        assertThat(answer.json().path("limit").asLong()).isEqualTo(1 << 20);
        assertThat(get().status()).isEqualTo(404);
    }
}
