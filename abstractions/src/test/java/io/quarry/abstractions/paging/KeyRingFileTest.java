package io.quarry.abstractions.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.abstractions.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingFileTest {
    private final TestClock clock = new TestClock();

    private KeyRingFile open(Path file) {
        return KeyRingFile.openOrCreate(file, clock, new SecureRandom());
    }

    @Test
    void a_missing_ring_is_made_for_its_owner_alone(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("state/page-token-keys");
        KeyRing ring = open(file).ring();
        assertThat(ring.keys()).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(open(file).ring()).isEqualTo(ring);
        try (Stream<Path> left = Files.list(folder.resolve("state"))) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void processes_that_begin_at_once_share_one_ring(@TempDir Path folder) {
        Path file = folder.resolve("page-token-keys");
        List<KeyRing> rings =
                IntStream.range(0, 16).parallel().mapToObj(_ -> open(file).ring()).toList();
        assertThat(rings).allMatch(rings.getFirst()::equals);
    }

    @Test
    void a_key_that_is_added_is_noticed_and_a_broken_file_is_survived(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("page-token-keys");
        KeyRingFile opened = open(file);
        KeyRing first = opened.ring();
        String line = KeyRingFile.line(0x0BADCAFE, clock.instant().plusSeconds(60), new byte[32]);
        Files.writeString(file, Files.readString(file) + "# the next one\n\n" + line + "\n");
        Files.setLastModifiedTime(file, FileTime.from(clock.instant().plusSeconds(5)));
        assertThat(opened.ring()).as("not looked at yet").isEqualTo(first);
        clock.advance(Duration.ofSeconds(11));
        assertThat(opened.ring().find(0x0BADCAFE)).isNotNull();
        assertThat(opened.ring().signer(clock.instant())).isEqualTo(first.keys().getFirst());
        clock.advance(Duration.ofSeconds(60));
        assertThat(opened.ring().signer(clock.instant()).id()).isEqualTo(0x0BADCAFE);
        Files.writeString(file, "nonsense\n");
        Files.setLastModifiedTime(file, FileTime.from(clock.instant().plusSeconds(5)));
        clock.advance(Duration.ofSeconds(11));
        assertThat(opened.ring().keys()).hasSize(2);
    }

    @Test
    void what_is_no_ring_stops_a_start_without_showing_secrets(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("page-token-keys");
        Files.writeString(file, "zzzzzzzz 2026-01-01T00:00:00Z c2VjcmV0\n");
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("c2VjcmV0");
        Files.writeString(file, "\n");
        assertThatThrownBy(() -> open(file)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_key_is_printed_without_its_secret() {
        byte[] secret = new byte[32];
        secret[0] = 0x5A;
        SigningKey key = new SigningKey(1, clock.instant(), io.quarry.stores.spi.Bytes.of(secret));
        assertThat(key.toString()).doesNotContain("5a00");
    }
}
