package io.quarry.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
    private static final long SELF = ProcessHandle.current().pid();

    @Test
    void aProcessIsTheSameAsLongAsItLives() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        Identity identity = Identity.of(process.pid()).orElseThrow();
        assertThat(identity.lives()).isTrue();
        process.destroyForcibly().waitFor();
        assertThat(identity.lives()).isFalse();
        assertThat(Identity.of(process.pid())).isEmpty();
    }

    @Test
    void anotherProcessOfTheSamePidIsNotTaken(@TempDir Path home) throws IOException {
        ProcessTable table = new ProcessTable(home);
        table.add("kafka", new Identity(SELF, "another boot:42"), "f", Instant.EPOCH);
        assertThat(table.find("kafka")).isPresent();
        assertThat(table.findLive("kafka")).isEmpty();
    }

    @Test
    void anEntrySurvivesTheProgramThatWroteIt(@TempDir Path home) throws IOException {
        ProcessEntry added =
                new ProcessTable(home)
                        .add(
                                "kafka",
                                Identity.of(SELF).orElseThrow(),
                                "f",
                                Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(new ProcessTable(home).findLive("kafka")).contains(added);
        new ProcessTable(home).remove("kafka");
        assertThat(new ProcessTable(home).find("kafka")).isEmpty();
    }
}
