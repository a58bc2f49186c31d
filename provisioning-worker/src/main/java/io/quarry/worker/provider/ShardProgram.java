package io.quarry.worker.provider;

import io.quarry.stores.spi.StoreException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A call of {@code PROGRAM shard …}. It gets the worker's environment, by which it finds the stack,
 * without what is secret there. A worker that ends leaves it to go on.
 *
 * @param timeout after which the call is ended; what it had started is found by the next
 */
record ShardProgram(Path program, Duration timeout) {
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    /**
     * What it printed, once it has ended well.
     *
     * @throws StoreException with the reason that it gives, or because it cannot be run, or has not
     *     ended in time
     */
    String run(List<String> arguments) {
        try {
            Path folder = Files.createTempDirectory("quarry-shard");
            Path printed = folder.resolve("out");
            Path told = folder.resolve("err");
            try {
                return run(arguments, printed, told);
            } finally {
                Files.deleteIfExists(printed);
                Files.deleteIfExists(told);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new StoreException.Rejected(
                    "the program that starts servers cannot be run: " + Words.brief(message(e)), e);
        }
    }

    private String run(List<String> arguments, Path printed, Path told) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString(), "shard"));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(printed.toFile())
                        .redirectError(told.toFile());
        withoutSecrets(builder.environment());
        Process process = builder.start();
        if (!endsWithin(process, timeout)) {
            end(process);
            throw new StoreException.TimedOut(
                    "the program that starts servers has not ended within " + timeout, null);
        }
        if (process.exitValue() != 0) {
            throw new StoreException.Unavailable(Words.reason(text(told)), null);
        }
        return text(printed);
    }

    /** The program has log-ins of its own. */
    static void withoutSecrets(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.contains("PASSWORD") || name.contains("SECRET"));
    }

    private static boolean endsWithin(Process process, Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Unavailable("the worker stops", e);
        }
    }

    private static void end(Process process) {
        process.destroy();
        if (!endsWithin(process, LAST_WORDS)) {
            process.destroyForcibly();
        }
    }

    /** Whatever bytes they are. */
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private static String message(IOException e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }
}
