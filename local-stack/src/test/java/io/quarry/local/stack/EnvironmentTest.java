package io.quarry.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.local.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
    private static Stack stack(Path home, String offset) {
        return Stack.of(
                Map.of(
                        "QUARRY_CHECKOUT",
                        "/src",
                        "QUARRY_HOME",
                        home.toString(),
                        "QUARRY_PORT_OFFSET",
                        offset));
    }

    @Test
    void everyPortIsShifted(@TempDir Path home) {
        Stack stack = stack(home, "1000");
        assertThat(Environment.of(stack, Secrets.of(stack)))
                .containsEntry("QUARRY_URL", "http://127.0.0.1:9080")
                .containsEntry("QUARRY_ISSUER", "http://127.0.0.1:9180/realms/quarry")
                .containsEntry("QUARRY_DB_URL", "jdbc:postgresql://127.0.0.1:6432/quarry")
                .containsEntry("KAFKA_BOOTSTRAP", "127.0.0.1:10092")
                .containsEntry("QUARRY_SHARD_CASSANDRA_1", "127.0.0.1:10042");
    }

    @Test
    void anOffsetThatIsNoneIsRefused(@TempDir Path home) {
        assertThatThrownBy(() -> stack(home, "lots"))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("QUARRY_PORT_OFFSET")
                .hasMessageContaining("lots");
        assertThatThrownBy(() -> stack(home, "-1")).isInstanceOf(StackException.class);
    }

    @Test
    void aShellReadsBackWhatWasExported() {
        assertThat(Environment.exports(Map.of("A", "it's $HOME")))
                .isEqualTo("export A='it'\\''s $HOME'\n");
    }

    @Test
    void secretsAreMadeOnceAndOnlyTheirOwnerReadsThem(@TempDir Path home) throws IOException {
        Stack stack = stack(home, "0");
        Secrets first = Secrets.of(stack);
        for (Secret secret : Secret.values()) {
            assertThat(Secrets.of(stack).get(secret)).hasSize(32).isEqualTo(first.get(secret));
        }
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(first.credentialsFile())))
                .isEqualTo("rw-------");
    }

    @Test
    void postgresqlStaysWhereItMovedTo(@TempDir Path home) throws IOException {
        stack(home, "0").choosePostgresqlPort(5433);
        assertThat(stack(home, "0").port(Port.POSTGRESQL)).isEqualTo(5433);
    }
}
