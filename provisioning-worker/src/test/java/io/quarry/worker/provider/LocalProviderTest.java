package io.quarry.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.ShardAddress;
import io.quarry.stores.spi.StoreException;
import io.quarry.worker.WorkerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against real programs: scripts of a few lines. */
class LocalProviderTest {
    private static final Instant SOON = Instant.parse("2026-11-27T10:00:00Z");
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir Path folder;

    private static LocalProvider provider(@Nullable Path program, Duration timeout) {
        return new LocalProvider(
                new WorkerConfig.LocalProvider() {
                    @Override
                    public Optional<Path> program() {
                        return Optional.ofNullable(program);
                    }

                    @Override
                    public Duration beginWithin() {
                        return timeout;
                    }

                    @Override
                    public Duration timeout() {
                        return timeout;
                    }
                });
    }

    private Path script(String... lines) throws IOException {
        Path script = folder.resolve("quarry");
        Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    private LocalProvider saying(String output) throws IOException {
        return provider(script("cat <<'ANSWER'", output, "ANSWER"), LONG);
    }

    @Test
    void whatTheProgramSaysLastIsTheAddress() throws IOException {
        Path asked = folder.resolve("asked");
        Path program =
                script(
                        "echo \"$@\" >" + asked,
                        "echo 'something before'",
                        "echo '{\"id\":\"c-2\",\"engine\":\"cassandra\",\"state\":\"READY\","
                                + "\"endpoints\":[\"127.0.0.1:12000\"],\"pid\":4711,"
                                + "\"credential_ref\":\"c-2\","
                                + "\"settings\":{\"datacenter\":\"datacenter1\"},\"log\":\"x\"}'");
        assertThat(provider(program, LONG).start("c-2", Engine.CASSANDRA, SOON))
                .isEqualTo(
                        new ShardAddress(
                                List.of("127.0.0.1:12000"),
                                "c-2",
                                Map.of("datacenter", "datacenter1")));
        assertThat(asked).hasContent("shard start --not-after=2026-11-27T10:00:00Z cassandra c-2");
    }

    @Test
    void anEngineWithoutLogInsHasNone() throws IOException {
        ShardAddress address =
                saying(
                                "{\"state\":\"READY\",\"endpoints\":[\"127.0.0.1:1\"],\"credential_ref\":null}")
                        .start("m-2", Engine.MEMCACHED, SOON);
        assertThat(address.credentialRef()).isNull();
        assertThat(address.settings()).isEmpty();
    }

    @Test
    void nothingIsLeftWhenItSaysSo() throws IOException {
        Path asked = folder.resolve("asked");
        Path program =
                script("echo \"$@\" >" + asked, "echo '{\"id\":\"c-2\",\"state\":\"PURGED\"}'");
        provider(program, LONG).purge("c-2", SOON);
        assertThat(asked).hasContent("shard purge --not-after=2026-11-27T10:00:00Z c-2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "done",
                "[]",
                "{\"state\":\"READY\",\"endpoints\":[]}",
                "{\"state\":\"STOPPED\",\"endpoints\":[\"127.0.0.1:1\"]}",
                "{\"state\":\"READY\""
            })
    void whatIsNotUnderstoodIsNoAnswer(String output) throws IOException {
        LocalProvider provider = saying(output);
        assertThatThrownBy(() -> provider.start("m-2", Engine.MEMCACHED, SOON))
                .isInstanceOf(StoreException.Rejected.class)
                .hasMessageEndingWith("not understood: " + output);
        assertThatThrownBy(() -> provider.purge("m-2", SOON))
                .isInstanceOf(StoreException.Rejected.class);
    }

    @Test
    void whyItFailedIsWhatTheProgramSaysForItself() throws IOException {
        Path program =
                script(
                        "echo 'quarry: building local-stack' >&2",
                        "echo 'quarry: m-2 needs port 12000, which is in use by java (pid 42)' >&2",
                        "echo 'the end of a log:' >&2",
                        "exit 1");
        assertThatThrownBy(() -> provider(program, LONG).start("m-2", Engine.MEMCACHED, SOON))
                .isInstanceOf(StoreException.Unavailable.class)
                .hasMessage("m-2 needs port 12000, which is in use by java (pid 42)");
    }

    @Test
    void elseTheFirstThatItSaysAndNeverAWholeLog() {
        assertThat(Words.reason("\njava.io.IOException: No space left\n\tat a.b.C\n"))
                .isEqualTo("java.io.IOException: No space left");
        assertThat(Words.reason("")).isEqualTo("it said nothing");
        assertThat(Words.reason("quarry: " + "x".repeat(2_000))).hasSizeLessThan(310);
    }

    @Test
    void aProgramThatHangsIsEnded() throws IOException {
        Path pid = folder.resolve("pid");
        Path program = script("echo $$ >" + pid, "exec sleep 600");
        assertThatThrownBy(
                        () ->
                                provider(program, Duration.ofSeconds(2))
                                        .start("m-2", Engine.MEMCACHED, SOON))
                .isInstanceOf(StoreException.TimedOut.class)
                .hasMessageContaining("PT2S");
        long started = Long.parseLong(Files.readString(pid).strip());
        assertThat(ProcessHandle.of(started).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void aWorkerWithoutTheProgramSaysWhatItLacks() {
        assertThatThrownBy(() -> provider(null, LONG).purge("m-2", SOON))
                .isInstanceOf(StoreException.Rejected.class)
                .hasMessageContaining("quarry.worker.local-provider.program");
        assertThatThrownBy(() -> provider(folder.resolve("absent"), LONG).purge("m-2", SOON))
                .isInstanceOf(StoreException.Rejected.class)
                .hasMessageContaining("cannot be run");
    }

    @Test
    void theProgramGetsNoSecretsOfTheWorkers() {
        Map<String, String> environment =
                new HashMap<>(
                        Map.of(
                                "QUARRY_HOME", "a",
                                "QUARRY_DB_OWNER_PASSWORD", "b",
                                "QUARRY_API_CLIENT_SECRET", "c"));
        ShardProgram.withoutSecrets(environment);
        assertThat(environment).containsOnlyKeys("QUARRY_HOME");
    }
}
