package io.quarry.api.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.kit.Api;
import io.quarry.api.kit.Awaiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The stack's platform-api as a process of the test's own, which dies where the test says. */
public final class KillableApi implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);

    private final StackControl stack = new StackControl();
    private final Api anyone = Api.as("demo-admin");
    private final Path moment;
    private final ProcessBuilder command;
    private Process running;

    /**
     * @param folder for the file that names the moments
     * @param variables that it has besides those of the stack's own
     */
    public KillableApi(Path folder, Map<String, String> variables) throws IOException {
        moment = folder.resolve("halt-at");
        stack.up();
        command = stack.command("platform-api");
        command.environment().putAll(variables);
        command.command().add(1, "-Dquarry.test.halt-file=" + moment);
        command.command().add(1, "-Dquarry.test.halt-patience=" + START);
        running = inItsPlace();
    }

    private Process inItsPlace() throws IOException {
        StackControl.kill(List.of(stack.processes("platform-api").getFirst()));
        return start();
    }

    private Process start() throws IOException {
        var process = command.start();
        Awaiting.within(START, "platform-api answers", () -> answers(process));
        return process;
    }

    private boolean answers(Process process) {
        try {
            return process.isAlive() && anyone.get("/api/v1/me").status() == 200;
        } catch (IllegalStateException nobodyListens) {
            return false;
        }
    }

    /** From now on, once, with a thread at each of these moments. */
    public void dieAt(String... moments) {
        try {
            Files.write(moment, List.of(moments));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it came to the moments that were said last. */
    public boolean died() {
        return Files.notExists(moment);
    }

    /** It has died, as {@code kill -9} would have it, and answers again. */
    public void revive() {
        try {
            assertThat(running.waitFor()).isEqualTo(137);
            running = start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whatever else of the stack a test has ended is there again. */
    public void repairStack() throws IOException, InterruptedException {
        close();
        running = inItsPlace();
    }

    /** The stack has its own again. */
    @Override
    public void close() throws InterruptedException {
        running.destroyForcibly().waitFor();
        stack.up();
    }
}
