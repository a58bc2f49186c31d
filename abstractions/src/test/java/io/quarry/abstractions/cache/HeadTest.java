package io.quarry.abstractions.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.abstractions.token.Token;
import io.quarry.stores.spi.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadTest {
    private static final Head PLAIN =
            new Head(
                    new Token(1, -1),
                    Instant.EPOCH.plusSeconds(1),
                    "a/b",
                    Map.of("n", "v"),
                    null,
                    null,
                    bytes("value"));
    private static final Head FULL =
            new Head(
                    new Token(1, 2),
                    null,
                    "",
                    Map.of(),
                    Bytes.ofUtf8("key"),
                    new Head.Chunks(3, 4, 5),
                    bytes(""));

    /** Gateways of several versions read each other's entries. */
    @Test
    void entries_lie_as_they_always_lay() {
        assertThat(hex(PLAIN))
                .isEqualTo(
                        "c100"
                                + "0000000000000001"
                                + "ffffffffffffffff"
                                + "00000000000f4240"
                                + "0003612f62"
                                + "0001"
                                + "00016e"
                                + "000176"
                                + "76616c7565");
        assertThat(hex(FULL))
                .isEqualTo(
                        "c103"
                                + "0000000000000001"
                                + "0000000000000002"
                                + "8000000000000000"
                                + "0000"
                                + "0000"
                                + "000000036b6579"
                                + "0000000000000003"
                                + "00000004"
                                + "00000005");
    }

    @Test
    void what_is_encoded_is_decoded() {
        assertThat(Head.decode(PLAIN.encode())).isEqualTo(PLAIN);
        assertThat(Head.decode(FULL.encode())).isEqualTo(FULL);
        assertThat(PLAIN.bytes()).isEqualTo(PLAIN.encode().remaining() - "value".length());
        assertThat(FULL.bytes()).isEqualTo(FULL.encode().remaining());
    }

    @Test
    void another_expiry_changes_nothing_else() {
        Head never =
                new Head(
                        PLAIN.token(),
                        null,
                        PLAIN.contentType(),
                        PLAIN.metadata(),
                        null,
                        null,
                        PLAIN.value());
        assertThat(Head.expiringAt(PLAIN.encode(), null)).isEqualTo(never.encode());
        assertThat(Head.expiringAt(never.encode(), PLAIN.expiresAt())).isEqualTo(PLAIN.encode());
    }

    @Test
    void what_is_no_head_is_nothing() {
        ByteBuffer whole = FULL.encode();
        for (int length = 0; length < whole.remaining(); length++) {
            assertThat(Head.decode(whole.slice(0, length))).as("%d bytes", length).isNull();
        }
        assertThat(Head.decode(bytes("12345678901234567890123456789012"))).isNull();
        assertThat(Head.decode(FULL.encode().putLong(2, 0))).as("no generation").isNull();
        assertThat(Head.decode(FULL.encode().putInt(30, -1))).as("a key of no length").isNull();
    }

    private static String hex(Head head) {
        ByteBuffer encoded = head.encode();
        return HexFormat.of().formatHex(encoded.array(), 0, encoded.remaining());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
