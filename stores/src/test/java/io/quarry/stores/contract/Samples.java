package io.quarry.stores.contract;

import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.RecordId;
import io.quarry.stores.spi.Version;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Things for tests to write and to ask for. */
public final class Samples {
    private static final String UID_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int UID_LENGTH = 20;

    private Samples() {}

    /** A namespace that no other test has. */
    public static NamespaceRef namespace() {
        String rest =
                ThreadLocalRandom.current()
                        .ints(UID_LENGTH - 1, 0, UID_CHARACTERS.length())
                        .mapToObj(i -> UID_CHARACTERS.substring(i, i + 1))
                        .collect(Collectors.joining());
        return new NamespaceRef("t" + rest, 1);
    }

    /** A record that no other test has. */
    public static RecordId record(NamespaceRef namespace) {
        return new RecordId(
                namespace, key(Long.toHexString(ThreadLocalRandom.current().nextLong())));
    }

    public static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(20));
    }

    public static Bytes key(String text) {
        return Bytes.ofUtf8(text);
    }

    /** Now, in microseconds, so that no test depends on times that an engine would refuse. */
    public static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    public static Version version(long generation) {
        return new Version(generation, 1);
    }

    public static Item item(String key, String value, Version version) {
        return item(key, value, version, null);
    }

    public static Item item(
            String key, String value, Version version, @Nullable Instant expiresAt) {
        return new Item(key(key), utf8(value), "text/plain", Map.of("of", key), version, expiresAt);
    }

    public static Item sized(String key, int bytes, Version version) {
        return new Item(
                key(key),
                ByteBuffer.allocate(bytes),
                "application/octet-stream",
                Map.of(),
                version,
                null);
    }

    public static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String text(Item item) {
        return StandardCharsets.UTF_8.decode(item.value()).toString();
    }
}
