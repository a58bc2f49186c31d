package io.quarry.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.local.stack.Stack;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the program says where it starts nothing; with servers it is tried by the whole script. */
@SuppressWarnings("NullAway.Init") // the program is there before each test
class ShardCommandTest {
    private static final String LATE = "--not-after=2026-01-01T00:00:00Z";
    private static final String IN_TIME = "--not-after=9999-01-01T00:00:00.123456Z";

    @TempDir Path home;

    private final StringWriter printed = new StringWriter();
    private final StringWriter told = new StringWriter();
    private CommandLine program;

    @BeforeEach
    void ready() {
        Stack stack =
                Stack.of(Map.of("QUARRY_HOME", home.toString(), "QUARRY_PORT_OFFSET", "3000"));
        program =
                Quarry.commandLine(new Quarry(stack))
                        .setOut(new PrintWriter(printed, true))
                        .setErr(new PrintWriter(told, true));
    }

    @Test
    void aCallWhoseTurnComesTooLateChangesNothing() {
        assertThat(program.execute("shard", "start", LATE, "memcached", "m-2")).isEqualTo(1);
        assertThat(told.toString())
                .isEqualTo(
                        "quarry: the turn of this call about 'm-2' came after"
                                + " 2026-01-01T00:00:00Z\n");
        assertThat(home.resolve("shards")).doesNotExist();
        assertThat(program.execute("shard", "purge", LATE, "m-2")).isEqualTo(1);
        assertThat(printed.toString()).isEmpty();
    }

    @Test
    void whatIsNotThereIsPurged() {
        for (int each = 0; each < 2; each++) {
            assertThat(program.execute("shard", "purge", IN_TIME, "m-2")).isZero();
        }
        assertThat(program.execute("shard", "purge", "m-2")).isZero();
        assertThat(printed.toString().lines())
                .hasSize(3)
                .allSatisfy(
                        line ->
                                assertThat(line)
                                        .contains("\"id\":\"m-2\"", "\"state\":\"PURGED\""));
    }

    @Test
    void namesOfTheStacksOwnServersAndOfFilesAreNoShards() {
        for (String name : new String[] {"kafka", "cassandra-1", "provisioning-worker"}) {
            assertThat(program.execute("shard", "start", "memcached", name)).isEqualTo(1);
            assertThat(told.toString())
                    .endsWith("quarry: '" + name + "' is the name of a server that up starts\n");
        }
        assertThat(program.execute("shard", "purge", "../secrets")).isEqualTo(1);
        assertThat(told.toString()).contains("'../secrets' is no name for a shard");
        assertThat(home.resolve("secrets")).exists();
    }
}
